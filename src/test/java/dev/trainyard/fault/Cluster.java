package dev.trainyard.fault;

import static org.awaitility.Awaitility.await;

import dev.trainyard.cluster.OpenedPackages;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.Patience;
import dev.trainyard.support.PgBouncer;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One API process and some workers on a PostgreSQL and a Redis of their own. A process that dies is
 * started again, as a supervisor would. Where a standby takes the place of PostgreSQL, it takes its
 * address, too.
 */
final class Cluster implements AutoCloseable {
  private static final Duration START_PATIENCE = Patience.LIMIT;
  private static final long SUPERVISION_MILLIS = 200;

  private final Path directory;
  private final MortalPostgres postgres;
  private final MortalRedis redis;
  private final TcpProxy database;
  private final Optional<PgBouncer> pooler;
  private final boolean helpful;
  private final FaultLog log;
  private final int apiPort;
  private final List<Node> workers = new ArrayList<>();
  private Node api;
  private Thread supervisor;
  private volatile boolean closing;

  private Cluster(
      Path directory,
      MortalPostgres postgres,
      MortalRedis redis,
      TcpProxy database,
      Optional<PgBouncer> pooler,
      boolean helpful,
      FaultLog log,
      int apiPort) {
    this.directory = directory;
    this.postgres = postgres;
    this.redis = redis;
    this.database = database;
    this.pooler = pooler;
    this.helpful = helpful;
    this.log = log;
    this.apiPort = apiPort;
  }

  /**
   * Starts servers and processes, and waits until they are ready.
   *
   * @param settings of every process, as on its command line
   */
  static Cluster start(FaultLog log, int workers, String... settings)
      throws IOException, SQLException {
    Path directory = newDirectory();
    MortalPostgres postgres = MortalPostgres.start(directory);
    TcpProxy database = TcpProxy.to(postgres.port());
    return start(directory, postgres, database, Optional.empty(), false, log, workers, settings);
  }

  /**
   * As {@link #start}, but the last worker reaches PostgreSQL through a PgBouncer, where it is
   * installed: one that is disturbed strikes one worker and leaves the others alone.
   *
   * @param helpful whether the workers help one another with each job; no fault kills or stops the
   *     first one then
   */
  static Cluster startPooled(FaultLog log, int workers, boolean helpful, String... settings)
      throws IOException, SQLException {
    Path directory = newDirectory();
    MortalPostgres postgres = MortalPostgres.start(directory);
    TcpProxy database = TcpProxy.to(postgres.port());
    Optional<PgBouncer> pooler =
        PgBouncer.isInstalled()
            ? Optional.of(PgBouncer.start(directory, database.port()))
            : Optional.empty();
    return start(directory, postgres, database, pooler, helpful, log, workers, settings);
  }

  private static Path newDirectory() throws IOException {
    return Files.createTempDirectory(
        Files.createDirectories(Path.of("target").toAbsolutePath()), "cluster");
  }

  private static Cluster start(
      Path directory,
      MortalPostgres postgres,
      TcpProxy database,
      Optional<PgBouncer> pooler,
      boolean helpful,
      FaultLog log,
      int workers,
      String... settings)
      throws IOException {
    MortalRedis redis = MortalRedis.start(directory);
    Cluster cluster =
        new Cluster(directory, postgres, redis, database, pooler, helpful, log, FreePort.find());
    try {
      cluster.startProcesses(workers, List.of(settings));
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The API first, since it creates the schema on which the workers would else wait. */
  private void startProcesses(int count, List<String> settings) throws IOException {
    int[] servers = {database.port(), redis.port()};
    int[] pooled = {pooler.map(PgBouncer::port).orElse(database.port()), redis.port()};
    api = Node.of("api", "api", apiPort, directory, List.of(), settings, servers);
    List<String> options = helpful ? OpenedPackages.options().toList() : List.of();
    List<String> ofWorkers = Stream.concat(settings.stream(), help()).toList();
    for (int number = 1; number <= count; number++) {
      int[] reached = number == count ? pooled : servers;
      int port = FreePort.find();
      workers.add(
          Node.of("worker-" + number, "worker", port, directory, options, ofWorkers, reached));
    }
    for (Node node : nodes()) {
      node.start();
    }
    supervisor = new Thread(this::supervise, "cluster-supervisor");
    supervisor.setDaemon(true);
    supervisor.start();
    awaitReady();
  }

  private Stream<String> help() throws IOException {
    return helpful
        ? Stream.of(
            "--trainyard.cluster.enabled=true",
            "--trainyard.cluster.port=" + FreePort.find(),
            "--trainyard.cluster.min-job=0s")
        : Stream.empty();
  }

  MortalPostgres postgres() {
    return postgres;
  }

  MortalRedis redis() {
    return redis;
  }

  /** The pooler before the last worker; empty when it has none. */
  Optional<PgBouncer> pooler() {
    return pooler;
  }

  /** Whether the workers help one another. */
  boolean isHelpful() {
    return helpful;
  }

  /** Crashes PostgreSQL and lets its standby, which there must be, take its address. */
  void failOver() throws IOException, SQLException {
    postgres.failOver();
    database.redirect(postgres.port());
  }

  Node api() {
    return api;
  }

  List<Node> workers() {
    return workers;
  }

  /** Those of them that faults may kill and stop. */
  List<Node> mortalWorkers() {
    return helpful ? workers.subList(1, workers.size()) : workers;
  }

  List<Node> nodes() {
    return Stream.concat(Stream.of(api), workers.stream()).toList();
  }

  int apiPort() {
    return apiPort;
  }

  /** Where servers and processes leave their files. */
  Path directory() {
    return directory;
  }

  /** A client of the API that expects it to work. */
  TrainingClient client() {
    return new TrainingClient(apiPort, START_PATIENCE);
  }

  /** Statements on the database, past the proxies of the processes. */
  JdbcClient jdbc() {
    return JdbcClient.create(MortalPostgres.dataSource(database.port()));
  }

  /** Waits until the API answers and every worker is on the list. */
  void awaitReady() {
    TrainingClient client = client();
    await()
        .atMost(START_PATIENCE)
        .ignoreExceptions()
        .until(() -> client.get("/queue").has("workers"));
    await().atMost(START_PATIENCE).ignoreExceptions().until(this::isEveryWorkerListed);
  }

  /** Whether every worker has said lately that it lives. */
  boolean isEveryWorkerListed() {
    List<String> living =
        jdbc()
            .sql("SELECT id FROM workers WHERE last_heartbeat > now() - interval '3 seconds'")
            .query(String.class)
            .list();
    return workers.stream().allMatch(worker -> living.stream().anyMatch(worker::isCalled));
  }

  private void supervise() {
    while (!closing) {
      try {
        for (Node node : nodes()) {
          restartIfDead(node);
        }
        Thread.sleep(SUPERVISION_MILLIS);
      } catch (IOException e) {
        log.note("a process cannot be started: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void restartIfDead(Node node) throws IOException, InterruptedException {
    if (!node.isAlive()) {
      String unexpected = node.unexpectedEnd();
      if (!unexpected.isEmpty()) {
        log.note(unexpected);
      }
      node.start();
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    if (supervisor != null) {
      supervisor.interrupt();
      try {
        supervisor.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (Node node : nodes()) {
      node.close();
    }
    pooler.ifPresent(PgBouncer::close);
    database.close();
    redis.close();
    postgres.close();
  }
}
