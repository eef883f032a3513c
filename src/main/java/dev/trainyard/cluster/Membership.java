package dev.trainyard.cluster;

import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.pipeline.EngineVersion;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.IgniteInterruptedException;
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
import org.apache.ignite.lang.IgniteFutureTimeoutException;
import org.apache.ignite.lang.IgnitePredicate;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.plugin.segmentation.SegmentationPolicy;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.FileSystemUtils;

/**
 * This process as one of the members that help one another: a node of Apache Ignite, of which only
 * the membership and the remote calls are used. It keeps no data.
 */
final class Membership implements Members, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final String THREADS = "trainyard.threads";
  private static final String ENGINE = "trainyard.engine";
  private static final String WORKER = "trainyard.worker";
  private static final long REGION = 20L * 1024 * 1024;
  private static final int CHECK_SECONDS = 2;
  private static final int POLL_SECONDS = 1;

  /** The row of a member that has died is there for some seconds, which is no division. */
  static final Duration DIVIDED = Duration.ofSeconds(20);

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
  private final Supplier<SortedMap<String, String>> living;
  private final Duration divided;
  private final MemberPlaces places;
  private final boolean runsJobs;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> DaemonThreads.named("cluster-watch", task));

  /** Null before the start, and while the node is being replaced. */
  private volatile @Nullable Ignite ignite;

  private volatile boolean isRunning;
  private volatile boolean isExcluded;

  /** When members are compared with PostgreSQL again, by {@link System#nanoTime}. */
  private long nextComparison = System.nanoTime();

  /** Since when the cluster is divided; null when it is not. */
  private @Nullable Long dividedSince;

  /** When this process was seen to be alive, by {@link System#nanoTime}. */
  private long checked;

  /** Where Ignite keeps the names of classes while it runs. */
  private Path workDirectory = Path.of("");

  /**
   * Creates the membership of this process.
   *
   * @param server answers the slices of the others
   * @param living where the living members are by PostgreSQL, by the id of the worker
   * @param divided how long a member must miss most of the others before it joins them again
   * @param runsJobs whether it begins with the service
   */
  Membership(
      ClusterSettings settings,
      SliceTask.Server server,
      WorkerIdentity identity,
      Supplier<SortedMap<String, String>> living,
      Duration divided,
      boolean runsJobs) {
    this.settings = settings;
    this.server = server;
    this.identity = identity;
    this.living = living;
    this.divided = divided;
    this.places = new MemberPlaces(settings.places(), () -> living.get().values());
    this.runsJobs = runsJobs;
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
    try {
      ignite = join();
    } catch (StartupRefusedException e) {
      removeWorkDirectory();
      throw e;
    }
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
    return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
  }

  private IgniteConfiguration configuration() {
    TcpDiscoverySpi discovery =
        new TcpDiscoverySpi()
            .setLocalPort(settings.port())
            .setLocalPortRange(settings.ports())
            .setIpFinder(places);
    TcpCommunicationSpi communication =
        new TcpCommunicationSpi()
            .setLocalPort(settings.port() + ClusterSettings.TALK)
            .setLocalPortRange(settings.ports());
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
    try {
      server.forgetUnused();
      Ignite node = ignite;
      if (!isRunning) {
        return;
      }
      if (node != null && !isExcluded) {
        if (!isDivided(node, now)) {
          return;
        }
        LOG.warn(
            "This worker does not see most of the members that live by PostgreSQL, as after a fault of the network, or when both began at the same moment; it joins again. If this repeats, check whether they reach {}, and their certificates",
            address().orElse("it"));
      } else if (node != null) {
        LOG.warn(
            "The other members have excluded this worker, as after a standstill; it joins again");
      }
      if (node != null) {
        ignite = null;
        Ignition.stop(node.name(), true);
      }
      isExcluded = false;
      ignite = join();
    } catch (RuntimeException e) {
      LOG.warn("This worker cannot join the others, and tries again: {}", reason(e));
    } finally {
      // Waiting for PostgreSQL or for the others is no standstill
      checked = System.nanoTime();
    }
  }

  /** Returns whether this worker has been in the wrong part of a divided cluster for a while. */
  private boolean isDivided(Ignite node, long now) {
    if (now - nextComparison < 0) {
      return false;
    }
    nextComparison = now + divided.toNanos() / 2;
    Set<String> seen =
        node.cluster().nodes().stream()
            .map(one -> String.valueOf(one.<Object>attribute(WORKER)))
            .collect(Collectors.toSet());
    if (!new Division(new TreeSet<>(living.get().keySet()), seen).isToJoinTheOthers()) {
      dividedSince = null;
      return false;
    }
    Long since = dividedSince;
    dividedSince = since == null ? now : since;
    if (since == null || now - since < divided.toNanos()) {
      return false;
    }
    dividedSince = null;
    return true;
  }

  /** Returns where other members find this one; empty while it is none. */
  Optional<String> address() {
    return ignite == null
        ? Optional.empty()
        : places.ownPort().map(port -> settings.address() + ":" + port);
  }

  @Override
  public List<Member> others() {
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

  @Override
  public byte[] ask(UUID member, byte[] slice, @Nullable String trace)
      throws LostException, InterruptedException {
    Ignite node = ignite;
    if (node == null) {
      throw new LostException("this worker is no member now", null);
    }
    try {
      return await(
          node.compute(node.cluster().forNodeId(member)).callAsync(new SliceTask(slice, trace)));
    } catch (IgniteException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      throw new LostException(String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] await(IgniteFuture<byte[]> answer) throws InterruptedException {
    try {
      while (true) {
        try {
          return answer.get(POLL_SECONDS, TimeUnit.SECONDS);
        } catch (IgniteFutureTimeoutException stillRunning) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      }
    } catch (IgniteInterruptedException e) {
      throw (InterruptedException) new InterruptedException().initCause(e);
    } finally {
      if (!answer.isDone()) {
        var unused = answer.cancel();
      }
    }
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
    removeWorkDirectory();
  }

  private void removeWorkDirectory() {
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
