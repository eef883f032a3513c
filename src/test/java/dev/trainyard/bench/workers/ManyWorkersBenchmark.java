package dev.trainyard.bench.workers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.access.Caller;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.sql.JdbcDrivers;
import dev.trainyard.strategy.parameter.SpaceJson;
import dev.trainyard.support.DistributionPostgres;
import dev.trainyard.support.PgBouncer;
import dev.trainyard.support.RedisProcess;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What some workers do to PostgreSQL and Redis when they have nothing to do, when nine of ten
 * train, and how soon a job starts then. One PostgreSQL of the distribution that waits for its
 * disk, one Redis, an API process, and workers as {@link SimulatedWorker} has them, all on this
 * machine.
 */
public final class ManyWorkersBenchmark {
  private static final int STARTS = 100;

  /** So long a short job keeps a worker at most, unless the machine has too much to do. */
  private static final long SHORT_JOB_MILLIS = 600;

  private static final long LEAST_BETWEEN_STARTS_MILLIS = 50;
  private static final int POOLED_FROM = 500;
  private static final int SERVER_CONNECTIONS = 40;
  private static final int TRIALS_PER_SECOND = 10;
  private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("seconds", 30));
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final ConfigurableApplicationContext service;
  private final JdbcClient admin;
  private final Map<UUID, Long> startedAt = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(null, task, "simulated", 256 * 1024);
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

  private ManyWorkersBenchmark(ConfigurableApplicationContext service, JdbcClient admin) {
    this.service = service;
    this.admin = admin;
  }

  /**
   * Prints the figures and writes them to {@code target/bench/many-workers.json}.
   *
   * @param arguments numbers of workers, and settings of the service such as {@code
   *     --trainyard.queue.heartbeat=5s}; {@code --rounds=rare} for the periods that are advised for
   *     a thousand, {@code --pooled=true} for PgBouncer with fewer than that
   */
  public static void main(String[] arguments) throws Exception {
    JdbcDrivers.registerOnlyPostgresql();
    List<String> settings = Arrays.stream(arguments).filter(one -> one.startsWith("--")).toList();
    List<Map<String, Object>> figures = new ArrayList<>();
    for (String argument : arguments) {
      if (!argument.startsWith("--")) {
        figures.add(run(Integer.parseInt(argument), settings));
        write(figures, settings);
      }
    }
    System.exit(0);
  }

  private static Map<String, Object> run(int workers, List<String> settings) throws Exception {
    boolean pooled = workers >= POOLED_FROM || settings.contains("--pooled=true");
    Path directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target").toAbsolutePath()), "many-workers");
    try (DistributionPostgres postgres =
            DistributionPostgres.start(
                directory,
                "shared_preload_libraries=pg_stat_statements",
                "max_connections=" + (pooled ? 200 : 100 + 20 * workers));
        RedisProcess redis =
            RedisProcess.server(Files.createDirectories(directory.resolve("redis")), "")) {
      JdbcClient.create(postgres.database("postgres").dataSource())
          .sql("CREATE DATABASE trainyard")
          .update();
      JdbcClient admin = JdbcClient.create(postgres.database("trainyard").dataSource());
      admin.sql("CREATE EXTENSION pg_stat_statements").update();
      requireDurability(admin);
      String url = postgres.database("trainyard").url();
      if (!pooled) {
        return measure(workers, url, admin, redis, settings);
      }
      try (PgBouncer pooler =
          PgBouncer.start(
              directory,
              0,
              "max_client_conn = 20000",
              "default_pool_size = " + SERVER_CONNECTIONS,
              "[databases]",
              "* = host=127.0.0.1 port=%d user=postgres password=%s"
                  .formatted(postgres.port(), postgres.database("").password()))) {
        return measure(
            workers, pooler.before(postgres.database("trainyard")).url(), admin, redis, settings);
      }
    }
  }

  private static void requireDurability(JdbcClient admin) {
    for (String setting : List.of("fsync", "synchronous_commit")) {
      String value = admin.sql("SHOW " + setting).query(String.class).single();
      if (!value.equals("on")) {
        throw new IllegalStateException(setting + " is " + value);
      }
    }
  }

  private static Map<String, Object> measure(
      int workers, String url, JdbcClient admin, RedisProcess redis, List<String> settings)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--logging.level.root=warn",
                "--trainyard.role=api",
                "--trainyard.reload.interval=0",
                "--DATABASE_URL=" + url,
                "--REDIS_URL=redis://127.0.0.1:" + redis.port()));
    arguments.addAll(settings);
    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(TrainyardApplication.class)
            .run(arguments.toArray(String[]::new))) {
      return new ManyWorkersBenchmark(service, admin)
          .measure(workers, settings.contains("--rounds=rare"), new ServerLoad(admin, redis));
    }
  }

  private Map<String, Object> measure(int count, boolean rare, ServerLoad load) throws Exception {
    // What a trained job pins before it completes
    admin
        .sql(
            """
            ALTER TABLE training_jobs ALTER data_from SET DEFAULT now(), ALTER data_to SET DEFAULT now(),
              ALTER data_fingerprint SET DEFAULT 'none', ALTER engine_version SET DEFAULT 'none'
            """)
        .update();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("workers", count);
    List<SimulatedWorker> workers = new ArrayList<>();
    try {
      long begin = System.nanoTime();
      for (int number = 0; number < count; number++) {
        workers.add(
            new SimulatedWorker(
                service,
                number,
                threads,
                clock,
                rare,
                job -> startedAt.put(job, System.nanoTime())));
      }
      await("SELECT count(*) FROM workers", count);
      figures.put("seconds_to_start", (System.nanoTime() - begin) / 1e9);
      // What a start does once is over
      Thread.sleep(5000);
      tell(figures, "idle", load.during(MEASURED));
      tell(figures, "start_ms_idle", starts(count));
      int busy = Math.max(1, count * 9 / 10);
      NewJob longJob = job((int) (MEASURED.toSeconds() * 3 + 60) * TRIALS_PER_SECOND);
      for (int number = 0; number < busy; number++) {
        submit(longJob);
      }
      await("SELECT count(*) FROM training_jobs WHERE status = 'RUNNING'", busy);
      Thread.sleep(5000);
      tell(figures, "busy", load.during(MEASURED));
      tell(figures, "start_ms_busy", starts(count - busy));
      return figures;
    } finally {
      clock.shutdownNow();
      ExecutorService closing = Executors.newFixedThreadPool(16);
      for (SimulatedWorker worker : workers) {
        var unused =
            closing.submit(
                () -> {
                  worker.stop();
                  return null;
                });
      }
      closing.shutdown();
      if (!closing.awaitTermination(2, TimeUnit.MINUTES)) {
        System.out.println("some workers have not stopped");
      }
      threads.shutdownNow();
    }
  }

  private static void tell(Map<String, Object> figures, String name, Map<String, Object> measured)
      throws Exception {
    figures.put(name, measured);
    System.out.printf(
        "%s workers, %s: %s%n",
        figures.get("workers"), name, new ObjectMapper().writeValueAsString(measured));
  }

  private void await(String query, int wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (admin.sql(query).query(Integer.class).single() < wanted) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%s: %s of %d"
                .formatted(query, admin.sql(query).query(Integer.class).single(), wanted));
      }
      Thread.sleep(200);
    }
  }

  private NewJob job(int trials) throws Exception {
    TrainingRequestReader.Checked checked =
        service
            .getBean(TrainingRequestReader.class)
            .read(
                "{\"strategy\":\"LIQUIDITY_SWEEP\",\"symbol\":\"BTC/USDT\",\"n_iterations\":%d,\"optimizer\":\"random\"}"
                    .formatted(trials)
                    .getBytes(StandardCharsets.UTF_8));
    ObjectMapper json = service.getBean(ObjectMapper.class);
    return new NewJob(
        checked.request(),
        json.writeValueAsString(checked.request()),
        json.writeValueAsString(SpaceJson.toList(checked.space())),
        Caller.ROUTE,
        null,
        null);
  }

  /** As the route of a submission does: the record, the hint, the message. */
  private UUID submit(NewJob job) {
    SubmittedJob stored = service.getBean(JobStore.class).submit(job).orElseThrow();
    service.getBean(ReadySet.class).add(List.of(stored));
    service.getBean(JobEvents.class).changed(stored.id());
    return stored.id();
  }

  /**
   * From the commit of a short job to its start, milliseconds.
   *
   * @param free workers that have nothing to do: each job finds one
   */
  private Map<String, Object> starts(int free) throws Exception {
    long between = Math.max(LEAST_BETWEEN_STARTS_MILLIS, SHORT_JOB_MILLIS / Math.max(1, free));
    NewJob shortJob = job(1);
    Map<UUID, Long> committed = new LinkedHashMap<>();
    for (int number = 0; number < STARTS; number++) {
      UUID job = submit(shortJob);
      committed.put(job, System.nanoTime());
      Thread.sleep(between);
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!startedAt.keySet().containsAll(committed.keySet()) && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    double[] millis =
        committed.entrySet().stream()
            // A start may come before its submitter is told of the commit
            .mapToDouble(job -> Math.max(0, startedAt.get(job.getKey()) - job.getValue()) / 1e6)
            .sorted()
            .toArray();
    return Map.of(
        "p50", millis[millis.length / 2],
        "p99", millis[millis.length * 99 / 100],
        "max", millis[millis.length - 1]);
  }

  private static void write(List<Map<String, Object>> figures, List<String> settings)
      throws Exception {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("at", Instant.now().toString());
    report.put("cores", Runtime.getRuntime().availableProcessors());
    report.put("java", Runtime.version().toString());
    report.put("load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    report.put("seconds_each", MEASURED.toSeconds());
    report.put("settings", settings);
    report.put(
        "conditions",
        "PostgreSQL of the distribution with fsync and synchronous_commit, Redis, API and workers on one machine;"
            + " one slot each; nine of ten workers busy with %d trials a second; from %d workers through PgBouncer with"
                .formatted(TRIALS_PER_SECOND, POOLED_FROM)
            + " %d connections".formatted(SERVER_CONNECTIONS));
    report.put("figures", figures);
    Path file =
        Files.createDirectories(Path.of("target", "bench"))
            .resolve(System.getProperty("report", "many-workers") + ".json");
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
    System.out.println("written to " + file);
  }
}
