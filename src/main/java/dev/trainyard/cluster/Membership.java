package dev.trainyard.cluster;

import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.pipeline.EngineVersion;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.failure.NoOpFailureHandler;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.lang.IgnitePredicate;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.plugin.segmentation.SegmentationPolicy;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.apache.ignite.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.FileSystemUtils;

/**
 * This process as one of the members that help one another: a node of Apache Ignite, of which only
 * the membership and the remote calls are used. It keeps no data.
 */
final class Membership implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final String THREADS = "trainyard.threads";
  private static final String ENGINE = "trainyard.engine";
  private static final String WORKER = "trainyard.worker";
  private static final long REGION = 20L * 1024 * 1024;
  private static final int CHECK_SECONDS = 2;

  /** How long a member may be silent before the others exclude it. */
  private static final long SILENCE_MILLIS = 10_000;

  /**
   * Ignite is to print nothing by itself, ask no web site for its updates, and end when the service
   * stops it, not by a shutdown hook of its own.
   */
  private static final Map<String, String> QUIET =
      Map.of(
          "IGNITE_QUIET", "false",
          "IGNITE_NO_ASCII", "true",
          "IGNITE_UPDATE_NOTIFIER", "false",
          "IGNITE_NO_SHUTDOWN_HOOK", "true",
          "IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");

  private final ClusterSettings settings;
  private final SliceTask.Server server;
  private final WorkerIdentity identity;
  private final boolean runsJobs;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> DaemonThreads.named("cluster-watch", task));

  /** Null before the start, and while the node is being replaced. */
  private volatile @Nullable Ignite ignite;

  private volatile boolean isRunning;
  private volatile boolean isExcluded;

  /** When this process was seen to be alive, by {@link System#nanoTime}. */
  private long checked;

  /** Where Ignite keeps the names of classes while it runs. */
  private Path workDirectory = Path.of("");

  Membership(
      ClusterSettings settings,
      SliceTask.Server server,
      WorkerIdentity identity,
      boolean runsJobs) {
    this.settings = settings;
    this.server = server;
    this.identity = identity;
    this.runsJobs = runsJobs;
  }

  /**
   * Another process that evaluates slices.
   *
   * @param id of its node, new after each start
   * @param worker id of the worker
   * @param threads slices that it evaluates at once
   */
  record Member(UUID id, String worker, int threads) {

    /** Returns how many slices it takes at once, half of which wait for a thread. */
    int slices() {
      return SliceTask.PLACES * threads;
    }
  }

  @Override
  public synchronized void start() {
    try {
      workDirectory = Files.createTempDirectory("trainyard-cluster-");
    } catch (IOException e) {
      throw new StartupRefusedException(
          "The cluster needs a temporary directory, which cannot be made: %s".formatted(e),
          StartupRefusedException.EX_UNAVAILABLE,
          e);
    }
    ignite = join();
    isRunning = true;
    checked = System.nanoTime();
    var unused =
        watch.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
  }

  private Ignite join() {
    QUIET.forEach(System.getProperties()::putIfAbsent);
    try {
      Ignite joined = Ignition.start(configuration());
      joined.cluster().<String, SliceTask.Server>nodeLocalMap().put(SliceTask.SERVER, server);
      IgnitePredicate<Event> excluded =
          event -> {
            isExcluded = true;
            return false;
          };
      joined.events().localListen(excluded, EventType.EVT_NODE_SEGMENTED);
      LOG.info(
          "This worker helps others with large jobs, and they help it: {} members",
          joined.cluster().nodes().size());
      return joined;
    } catch (IgniteException e) {
      throw new StartupRefusedException(
          "The cluster of workers cannot be joined with the settings trainyard.cluster.*: %s"
              .formatted(reason(e)),
          StartupRefusedException.EX_UNAVAILABLE,
          e);
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new StartupRefusedException(
          "trainyard.cluster.enabled needs a JVM that opens its packages: start by \"java -jar trainyard.jar\".",
          StartupRefusedException.EX_CONFIG,
          e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  private IgniteConfiguration configuration() {
    TcpDiscoverySpi discovery =
        new TcpDiscoverySpi()
            .setLocalPort(settings.port())
            .setLocalPortRange(settings.ports() - 1)
            .setIpFinder(new TcpDiscoveryVmIpFinder(false).setAddresses(settings.places()));
    TcpCommunicationSpi communication =
        new TcpCommunicationSpi()
            .setLocalPort(settings.port() + ClusterSettings.TALK)
            .setLocalPortRange(settings.ports() - 1);
    IgniteConfiguration configuration =
        new IgniteConfiguration()
            .setIgniteInstanceName("trainyard-" + identity.id())
            .setLocalHost(settings.address())
            .setDiscoverySpi(discovery)
            .setCommunicationSpi(communication)
            .setWorkDirectory(workDirectory.toString())
            .setGridLogger(new Slf4jLogger())
            .setMetricsLogFrequency(0)
            .setFailureDetectionTimeout(SILENCE_MILLIS)
            .setPeerClassLoadingEnabled(false)
            .setConnectorConfiguration(null)
            .setClientConnectorConfiguration(null)
            // By default a member that was suspended halts its JVM, and with it its own jobs
            .setFailureHandler(new NoOpFailureHandler())
            .setIncludeEventTypes(EventType.EVT_NODE_SEGMENTED)
            .setSegmentationPolicy(SegmentationPolicy.NOOP)
            .setPublicThreadPoolSize(SliceTask.PLACES * server.threads() + 2)
            .setSystemThreadPoolSize(4)
            .setUserAttributes(
                Map.of(
                    THREADS, server.threads(),
                    ENGINE, EngineVersion.CURRENT,
                    WORKER, identity.id()))
            .setDataStorageConfiguration(
                new DataStorageConfiguration()
                    .setSystemDataRegionConfiguration(
                        new SystemDataRegionConfiguration()
                            .setInitialSize(REGION)
                            .setMaxSize(2 * REGION))
                    .setDefaultDataRegionConfiguration(
                        new DataRegionConfiguration().setInitialSize(REGION).setMaxSize(REGION)));
    ClusterSettings.Tls tls = settings.tls();
    return tls == null ? configuration : configuration.setSslContextFactory(factory(tls));
  }

  private static SslContextFactory factory(ClusterSettings.Tls tls) {
    SslContextFactory factory = new SslContextFactory();
    factory.setKeyStoreType("PKCS12");
    factory.setKeyStoreFilePath(tls.keyStore());
    factory.setKeyStorePassword(tls.password().toCharArray());
    factory.setTrustStoreType("PKCS12");
    factory.setTrustStoreFilePath(tls.trustStore());
    factory.setTrustStorePassword(tls.password().toCharArray());
    return factory;
  }

  /**
   * Replaces a node that the others have excluded while this process stood still. It may not have
   * noticed: of two members, each then believes that the other one is gone.
   */
  private synchronized void check() {
    long now = System.nanoTime();
    if (now - checked > TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS)) {
      isExcluded = true;
    }
    checked = now;
    try {
      server.forgetUnused();
      Ignite node = ignite;
      if (!isRunning || (node != null && !isExcluded)) {
        return;
      }
      if (node != null) {
        LOG.warn(
            "The other members have excluded this worker, as after a standstill; it joins again");
        ignite = null;
        Ignition.stop(node.name(), true);
      }
      isExcluded = false;
      ignite = join();
      checked = System.nanoTime();
    } catch (RuntimeException e) {
      LOG.warn("This worker cannot join the others, and tries again: {}", reason(e));
    }
  }

  /** Returns the other members with this engine. */
  List<Member> others() {
    Ignite node = ignite;
    if (node == null) {
      return List.of();
    }
    try {
      return node.cluster().forRemotes().nodes().stream()
          .filter(other -> EngineVersion.CURRENT.equals(other.attribute(ENGINE)))
          .map(Membership::member)
          .toList();
    } catch (IgniteException | IllegalStateException e) {
      return List.of();
    }
  }

  private static Member member(ClusterNode node) {
    Integer threads = node.attribute(THREADS);
    String worker = node.attribute(WORKER);
    return new Member(
        node.id(), worker == null ? node.id().toString() : worker, threads == null ? 0 : threads);
  }

  /**
   * Sends a slice to a member.
   *
   * @throws IgniteException when the member is gone
   */
  IgniteFuture<byte[]> send(Member member, byte[] slice) {
    Ignite node = ignite;
    if (node == null) {
      throw new IgniteException("this worker is no member now");
    }
    return node.compute(node.cluster().forNodeId(member.id())).callAsync(new SliceTask(slice));
  }

  @Override
  public synchronized void stop() {
    isRunning = false;
    watch.shutdownNow();
    Ignite node = ignite;
    ignite = null;
    if (node != null) {
      Ignition.stop(node.name(), true);
    }
    try {
      FileSystemUtils.deleteRecursively(workDirectory);
    } catch (IOException e) {
      LOG.warn("{} is left behind: {}", workDirectory, e.toString());
    }
  }

  @Override
  public boolean isAutoStartup() {
    return runsJobs;
  }

  @Override
  public boolean isRunning() {
    return isRunning;
  }
}
