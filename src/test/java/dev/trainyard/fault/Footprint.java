package dev.trainyard.fault;

import dev.trainyard.monitor.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a worker that no fault kills, and the servers, hold in the course of a run. What grows there
 * while the work stays the same ends in an outage one day.
 */
final class Footprint {
  private static final long INTERVAL_MILLIS = 5_000;
  private static final int PARTS = 4;

  /** Shorter parts say more about warm code and caches than about leaks. */
  private static final int LEAST_IN_A_PART = 60;

  /** Caches and pools fill up to a bound; a leak goes on. */
  private static final double GROWTH = 1.5;

  private static final String TABLES =
      """
      SELECT (SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'trainyard%') AS sessions,
        pg_total_relation_size('workers') / 1024.0 AS workers_kb,
        pg_total_relation_size('training_progress') / 1024.0 AS progress_kb,
        pg_database_size(current_database()) / 1048576.0 AS database_mb,
        (SELECT count(*) FROM training_jobs) AS jobs
      """;

  /** At one moment. */
  private record Sample(
      double heapMb,
      double residentMb,
      double files,
      double threads,
      double redisMb,
      double redisClients,
      double sessions,
      double workersKb,
      double progressKb,
      double databaseMb,
      double jobs,
      double slices,
      double lostSlices) {}

  /**
   * One line of the table.
   *
   * @param isBounded whether it may not grow with the jobs
   */
  private record Line(
      String name, ToDoubleFunction<Sample> value, double share, boolean isBounded) {

    /** The value below which a share of the samples lies. */
    double of(List<Sample> samples) {
      double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
      return sorted[(int) (share * (sorted.length - 1))];
    }
  }

  /** Of the heap what is left after collections, of all else the median. */
  private static final List<Line> LINES =
      List.of(
          new Line("heap of the worker, valleys, MB", Sample::heapMb, 0.02, true),
          new Line("resident memory of the worker, MB", Sample::residentMb, 0.5, true),
          new Line("open files of the worker", Sample::files, 0.5, true),
          new Line("threads of the worker", Sample::threads, 0.5, true),
          new Line("memory of Redis, MB", Sample::redisMb, 0.5, true),
          new Line("clients of Redis", Sample::redisClients, 0.5, true),
          new Line("sessions of PostgreSQL", Sample::sessions, 0.5, true),
          new Line("table workers, KB", Sample::workersKb, 0.5, true),
          new Line("table training_progress, KB", Sample::progressKb, 0.5, false),
          new Line("database, MB", Sample::databaseMb, 0.5, false),
          new Line("jobs", Sample::jobs, 0.5, false),
          new Line("slices that others evaluated for it", Sample::slices, 0.5, false),
          new Line("slices that were lost", Sample::lostSlices, 0.5, false));

  private final Node worker;
  private final JdbcClient jdbc;
  private final MortalRedis redis;
  private final List<Sample> samples = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "footprint");

  private Footprint(Node worker, JdbcClient jdbc, MortalRedis redis) {
    this.worker = worker;
    this.jdbc = jdbc;
    this.redis = redis;
  }

  /** Of the first worker of a cluster. */
  static Footprint of(Cluster cluster) {
    return new Footprint(cluster.workers().get(0), cluster.jdbc(), cluster.redis());
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void run() {
    try {
      while (true) {
        try {
          samples.add(sample());
        } catch (IOException | RuntimeException | AssertionError disturbed) {
          // A fault strikes one of those that are asked; there will be other moments
        }
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Sample sample() throws IOException {
    Scrape scrape = Scrape.of(worker.port());
    String memory = redis.ask(jedis -> jedis.info("memory"));
    String clients = redis.ask(jedis -> jedis.info("clients"));
    return jdbc.sql(TABLES)
        .query(
            (row, number) ->
                new Sample(
                    scrape.sum("jvm_memory_used_bytes", "area", "heap") / 1e6,
                    field(status(), "VmRSS:") / 1000,
                    files(),
                    field(status(), "Threads:"),
                    field(memory, "used_memory:") / 1e6,
                    field(clients, "connected_clients:"),
                    row.getDouble("sessions"),
                    row.getDouble("workers_kb"),
                    row.getDouble("progress_kb"),
                    row.getDouble("database_mb"),
                    row.getDouble("jobs"),
                    scrape.sum("trainyard_slices_total", "outcome", "evaluated"),
                    scrape.sum("trainyard_slices_total", "outcome", "lost")))
        .single();
  }

  private String status() {
    try {
      return Files.readString(Path.of("/proc/" + worker.pid() + "/status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double files() {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + worker.pid() + "/fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replaceAll("\\D", ""))
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElseThrow();
  }

  /** What has grown from the first part of the run to the last, though the work was the same. */
  List<String> growths() {
    List<List<Sample>> parts = parts();
    if (parts.get(0).size() < LEAST_IN_A_PART) {
      return List.of();
    }
    return LINES.stream()
        .filter(Line::isBounded)
        .filter(line -> line.of(parts.get(PARTS - 1)) > GROWTH * line.of(parts.get(0)))
        .map(line -> "GROWS: %s%n%s".formatted(line.name, this))
        .toList();
  }

  private List<List<Sample>> parts() {
    List<List<Sample>> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      parts.add(
          samples.subList(samples.size() * part / PARTS, samples.size() * (part + 1) / PARTS));
    }
    return parts;
  }

  /** A table with a line for each figure and a column for each quarter of the run. */
  @Override
  public String toString() {
    if (samples.size() < PARTS) {
      return "";
    }
    StringBuilder table = new StringBuilder("in each quarter of the time\n");
    for (Line line : LINES) {
      table.append(String.format(Locale.ROOT, "%-36s", line.name));
      parts().forEach(part -> table.append(String.format(Locale.ROOT, "%10.1f", line.of(part))));
      table.append('\n');
    }
    return table.toString();
  }
}
