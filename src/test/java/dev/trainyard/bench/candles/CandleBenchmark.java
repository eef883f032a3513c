package dev.trainyard.bench.candles;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.trainyard.support.TestServers;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Uploads, reads and adds to a million candles with this build and, in turns, with that of another
 * jar, and writes {@code target/bench/candles.json}.
 */
public final class CandleBenchmark {
  private static final int ROWS = 1_000_000;
  private static final int ROUNDS = 7;
  private static final int APPENDS = 500;
  private static final int SMALLEST_HEAP = 16;
  private static final int LARGEST_HEAP = 512;
  private static final Instant START = Instant.parse("2023-01-01T00:00:00Z");

  private final Path directory;
  private final Map<String, Map<String, List<Double>>> figures = new TreeMap<>();

  private CandleBenchmark(Path directory) {
    this.directory = directory;
  }

  /**
   * Prints and writes the figures.
   *
   * @param arguments the jar of the other build; nothing for this build alone
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "candles");
    List<Build> builds = new ArrayList<>();
    if (arguments.length > 0 && !arguments[0].isBlank()) {
      builds.add(Build.ofJar("former", Path.of(arguments[0]), directory.resolve("former")));
    }
    builds.add(new Build("new", System.getProperty("java.class.path")));
    new CandleBenchmark(directory).run(builds);
    System.exit(0);
  }

  private void run(List<Build> builds) throws Exception {
    Map<String, Object> conditions = conditions(builds);
    for (Kind kind : Kind.values()) {
      Path file = directory.resolve(kind.name() + ".csv");
      write(file, kind);
      run(builds, kind, file);
      System.out.println("so far: " + medians().size() + " figures");
    }
    conditions.put("load_average_at_end", load());
    Path result = Files.createDirectories(Path.of("target", "bench")).resolve("candles.json");
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(result.toFile(), Map.of("conditions", conditions, "figures", medians()));
    System.out.println(result);
  }

  /** The medians of all figures, which it prints, with what they are medians of. */
  private Map<String, Object> medians() {
    Map<String, Object> medians = new LinkedHashMap<>();
    figures.forEach(
        (figure, values) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          values.forEach((build, all) -> one.put(build, median(all)));
          if (values.size() == 2) {
            one.put("ratio", median(values.get("new")) / median(values.get("former")));
          }
          System.out.println(figure + " " + one);
          one.put("all", values);
          medians.put(figure, one);
        });
    return medians;
  }

  private void run(List<Build> builds, Kind kind, Path file) throws Exception {
    List<Running> running = new ArrayList<>();
    try {
      for (Build build : builds) {
        running.add(new Running(build, TestServers.shared().freshDatabase(), "-Xmx512m"));
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Running one : running) {
          one.jdbc.execute("CHECKPOINT");
          long before = one.wal();
          double[] cpu = one.cpu();
          double seconds = Double.parseDouble(one.ask("upload A%d/USDT %s".formatted(round, file)));
          if (round > 0) {
            keepCpu(kind, "upload", one, cpu);
            keep(kind, "upload_rows_a_second", one, ROWS / seconds);
            keep(kind, "upload_wal_bytes_a_row", one, (double) (one.wal() - before) / ROWS);
          }
        }
      }
      for (Running one : running) {
        keep(kind, "disk_bytes_a_row", one, (double) one.disk() / ROWS / ROUNDS);
        one.jdbc.execute("VACUUM ANALYZE");
      }
      String[] prints =
          running.stream()
              .map(one -> one.ask("fingerprint A3/USDT " + ROWS))
              .distinct()
              .toArray(String[]::new);
      if (prints.length != 1) {
        throw new IllegalStateException("the builds read other candles");
      }
      for (String what : new String[] {"load", "prepare", "peak"}) {
        for (int round = 0; round < ROUNDS; round++) {
          for (Running one : running) {
            double[] cpu = one.cpu();
            double answer =
                Double.parseDouble(one.ask("%s A%d/USDT %d".formatted(what, round, ROWS)));
            if (round > 0) {
              keepCpu(kind, what, one, cpu);
              keep(
                  kind,
                  what.equals("peak") ? "prepare_peak_heap_bytes" : what + "_seconds",
                  one,
                  answer);
            }
          }
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Running one : running) {
          long before = one.wal();
          double seconds =
              Double.parseDouble(one.ask("append A%d/USDT %d".formatted(round, APPENDS)));
          if (round > 0) {
            keep(kind, "append_seconds", one, seconds);
            keep(kind, "append_wal_bytes", one, (double) (one.wal() - before) / (APPENDS + 100));
          }
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Running one : running) {
          for (String sql :
              new String[] {"count(*)", "sum(close)", "sum(open + high + low + close + volume)"}) {
            long start = System.nanoTime();
            one.jdbc.queryForObject(
                "SELECT "
                    + sql
                    + " FROM candles WHERE exchange = 'bench' AND symbol = 'A2/USDT' AND timeframe = '1m'",
                Double.class);
            if (round > 0) {
              keep(kind, "sql " + sql + " seconds", one, (System.nanoTime() - start) / 1e9);
            }
          }
        }
      }
      for (Running one : running) {
        keep(kind, "prepare_smallest_xmx_mb", one, smallestHeap(one));
      }
    } finally {
      running.forEach(Running::end);
    }
  }

  /** The smallest heap with which the candles are prepared, to 2 MB. */
  private static double smallestHeap(Running running) throws Exception {
    int fails = SMALLEST_HEAP;
    int works = LARGEST_HEAP;
    while (works - fails > 2) {
      int middle = (works + fails) / 2;
      boolean isEnough;
      try (Running once = new Running(running.build, running.database, "-Xmx" + middle + "m")) {
        isEnough = !once.ask("fingerprint A1/USDT " + ROWS).isEmpty();
      } catch (IllegalStateException e) {
        isEnough = false;
      }
      if (isEnough) {
        works = middle;
      } else {
        fails = middle;
      }
    }
    return works;
  }

  private void keepCpu(Kind kind, String what, Running of, double[] before) {
    double[] after = of.cpu();
    keep(kind, what + "_cpu_of_service_seconds", of, after[0] - before[0]);
    keep(kind, what + "_cpu_of_postgresql_seconds", of, after[1] - before[1]);
  }

  private void keep(Kind kind, String figure, Running of, double value) {
    figures
        .computeIfAbsent(kind.label + " " + figure, any -> new LinkedHashMap<>())
        .computeIfAbsent(of.build.name(), any -> new ArrayList<>())
        .add(value);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static Map<String, Object> conditions(List<Build> builds) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    conditions.put("at", Instant.now().toString());
    conditions.put("builds", builds.stream().map(Build::name).toList());
    conditions.put("rows", ROWS);
    conditions.put("rounds", ROUNDS - 1 + " after one that does not count, in turns");
    conditions.put("processors", Runtime.getRuntime().availableProcessors());
    conditions.put("java", System.getProperty("java.vm.version"));
    conditions.put("heap", "-Xmx512m");
    conditions.put("postgresql", "embedded, fsync and synchronous_commit on");
    conditions.put("load_average_at_start", load());
    return conditions;
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static void write(Path file, Kind kind) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    double price = 16_500;
    try (BufferedWriter csv = Files.newBufferedWriter(file)) {
      csv.write("timestamp,open,high,low,close,volume\n");
      for (int i = 0; i < ROWS; i++) {
        double open = price;
        price = Math.max(1, open * (1 + random.nextDouble(-0.001, 0.001)));
        csv.write(
            String.format(
                Locale.ROOT,
                kind.format,
                START.toEpochMilli() + i * 60_000L,
                open,
                Math.max(open, price) + 1,
                Math.min(open, price) - 0.5,
                price,
                random.nextDouble(0.2, 50)));
      }
    }
  }

  /** What figures the candles have. */
  private enum Kind {
    /** As exchanges have them. */
    DECIMALS("decimals", "%d,%.2f,%.2f,%.2f,%.2f,%.5f\n"),
    /** As nobody trades: all the bits of a double. */
    FULL_PRECISION("full precision", "%d,%.13f,%.13f,%.13f,%.13f,%.15f\n");

    private final String label;
    private final String format;

    Kind(String label, String format) {
      this.label = label;
      this.format = format;
    }
  }

  /** The classes of a build. */
  private record Build(String name, String classPath) {

    /** Unpacks the classes and libraries of a jar. */
    static Build ofJar(String name, Path jar, Path directory) throws IOException {
      List<String> classPath = new ArrayList<>();
      classPath.add(directory.resolve("BOOT-INF/classes").toString());
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
          ZipEntry entry = all.nextElement();
          if (entry.isDirectory() || !entry.getName().startsWith("BOOT-INF/")) {
            continue;
          }
          Path to = directory.resolve(entry.getName());
          Files.createDirectories(to.getParent());
          Files.copy(zip.getInputStream(entry), to);
          if (to.toString().endsWith(".jar")) {
            classPath.add(to.toString());
          }
        }
      }
      // After its own classes, so that only this benchmark is taken from here
      classPath.add(Path.of("target", "test-classes").toAbsolutePath().toString());
      return new Build(name, String.join(":", classPath));
    }
  }

  /** A process with the classes of a build. */
  private static final class Running implements AutoCloseable {
    private final Build build;
    private final TestServers.Database database;
    private final JdbcTemplate jdbc;
    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    Running(Build build, TestServers.Database database, String heap) throws IOException {
      this.build = build;
      this.database = database;
      this.jdbc = new JdbcTemplate(database.dataSource());
      this.process =
          new ProcessBuilder(
                  "java",
                  heap,
                  "-Dlogging.level.root=warn",
                  "-classpath",
                  build.classPath,
                  CandleProcess.class.getName(),
                  database.url())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      this.questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
      this.answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      answer();
    }

    String ask(String question) {
      try {
        questions.write(question + "\n");
        questions.flush();
        return answer();
      } catch (IOException e) {
        throw new IllegalStateException("the process has ended", e);
      }
    }

    private String answer() throws IOException {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith("= ")) {
          return line.substring(2);
        }
      }
      throw new IllegalStateException("the process has ended");
    }

    long wal() {
      return jdbc.queryForObject("SELECT pg_current_wal_lsn() - '0/0'", Long.class);
    }

    /** CPU time of the process, and of its session of PostgreSQL, seconds. */
    double[] cpu() {
      return new double[] {
        seconds(process.toHandle()),
        jdbc
            .queryForList(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
                Long.class)
            .stream()
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .mapToDouble(Running::seconds)
            .sum()
      };
    }

    private static double seconds(ProcessHandle process) {
      return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    }

    /** Bytes of candles on the disk. */
    long disk() {
      return jdbc.queryForObject(
          "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN ('candles', 'candle_rows', 'candle_blocks') AND relkind = 'r'",
          Long.class);
    }

    @Override
    public void close() {
      end();
    }

    void end() {
      process.destroy();
    }
  }
}
