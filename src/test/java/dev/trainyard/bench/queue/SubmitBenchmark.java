package dev.trainyard.bench.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.queue.QueueState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;

/**
 * Submissions a second over HTTP, in turns with the same store without HTTP and with another build,
 * and what clients poll. It needs the jar of this build, and writes {@code
 * target/bench/submit.json}.
 */
public final class SubmitBenchmark {
  private static final int[] CLIENTS = {1, 8, 32};
  private static final double SECONDS = Double.parseDouble(System.getProperty("seconds", "3"));
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final double WARM_UP = Double.parseDouble(System.getProperty("warm.up", "60"));

  private final Map<String, Map<String, Object>> figures = new LinkedHashMap<>();

  /**
   * One thing that is measured.
   *
   * @param cpuSeconds CPU time until now of the process that does it
   */
  private record Measured(String name, Turn work, DoubleSupplier cpuSeconds) {}

  /** Does something for a while. */
  private interface Turn {
    KeptConnections.Seen run(int clients, double seconds) throws Exception;
  }

  private SubmitBenchmark() {}

  /**
   * Prints the figures.
   *
   * @param arguments the folder of another build, if there is one to compare with
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bench");
    boolean compares = arguments.length > 0 && !arguments[0].isBlank();
    try (Service store =
            Service.start(
                directory.resolve("store"),
                new Work(),
                "trainyard.queue.max-queued=10000000",
                "trainyard.reload.interval=0");
        BuiltService built = BuiltService.start(Path.of(""), directory.resolve("built"));
        BuiltService other =
            compares
                ? BuiltService.start(Path.of(arguments[0]), directory.resolve("other"))
                : built) {
      store.bean(QueueState.class).pause();
      new SubmitBenchmark().run(store, built, other, compares);
    }
    System.exit(0);
  }

  private void run(Service store, BuiltService built, BuiltService other, boolean compares)
      throws Exception {
    List<Measured> submissions = new ArrayList<>();
    submissions.add(
        new Measured(
            "store", (clients, s) -> calls(clients, s, store::store), SubmitBenchmark::ownCpu));
    submissions.add(new Measured("http", built.submitting()::run, built::cpuSeconds));
    List<Measured> progress = new ArrayList<>();
    progress.add(new Measured("http", built.progress()::run, built::cpuSeconds));
    List<Measured> queue = new ArrayList<>();
    queue.add(new Measured("http", built.queue()::run, built::cpuSeconds));
    if (compares) {
      submissions.add(new Measured("other", other.submitting()::run, other::cpuSeconds));
      progress.add(new Measured("other", other.progress()::run, other::cpuSeconds));
      queue.add(new Measured("other", other.queue()::run, other::cpuSeconds));
    }
    for (List<Measured> some : List.of(submissions, progress, queue)) {
      for (Measured one : some) {
        one.work().run(8, WARM_UP / 3);
      }
    }
    for (int clients : CLIENTS) {
      measure("POST /start", clients, submissions);
      measure("GET /jobs/{id}/progress", clients, progress);
      measure("GET /queue", clients, queue);
    }
    write();
  }

  /** Calls without HTTP, for a while. */
  private static KeptConnections.Seen calls(int clients, double seconds, Callable<?> call)
      throws Exception {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    long begin = System.nanoTime();
    Clients.rate(
        clients,
        1,
        () -> {
          while (System.nanoTime() < end) {
            long one = System.nanoTime();
            call.call();
            millis.add((System.nanoTime() - one) / 1e6);
          }
          return null;
        });
    return new KeptConnections.Seen(
        millis.size(),
        millis.size() * 1e9 / (System.nanoTime() - begin),
        Sample.of(millis.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private void measure(String operation, int clients, List<Measured> turns) throws Exception {
    double[][] rates = new double[turns.size()][ROUNDS];
    double[][] p99 = new double[turns.size()][ROUNDS];
    double[][] cpu = new double[turns.size()][ROUNDS];
    double before = load();
    for (int round = 0; round < ROUNDS; round++) {
      for (int k = 0; k < turns.size(); k++) {
        // Who comes first takes turns too
        int turn = (k + round) % turns.size();
        double cpuBefore = turns.get(turn).cpuSeconds().getAsDouble();
        KeptConnections.Seen seen = turns.get(turn).work().run(clients, SECONDS);
        cpu[turn][round] =
            1000 * (turns.get(turn).cpuSeconds().getAsDouble() - cpuBefore) / seen.answers();
        rates[turn][round] = seen.perSecond();
        p99[turn][round] = seen.millis().quantile(0.99);
      }
    }
    for (int k = 0; k < turns.size(); k++) {
      double[] ratio = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        ratio[round] = rates[k][round] / rates[0][round];
      }
      Map<String, Object> figure = new LinkedHashMap<>();
      figure.put("per_second", Sample.of(rates[k]).median());
      figure.put("lowest", Sample.of(rates[k]).quantile(0));
      figure.put("highest", Sample.of(rates[k]).quantile(1));
      figure.put("p99_ms", Sample.of(p99[k]).median());
      figure.put("cpu_ms_each", Sample.of(cpu[k]).median());
      figure.put("ratio_to_" + turns.get(0).name(), Sample.of(ratio).median());
      figure.put("load_before", before);
      figure.put("load_after", load());
      String name = "%s, %d clients, %s".formatted(operation, clients, turns.get(k).name());
      figures.put(name, figure);
      System.out.printf(
          Locale.ROOT,
          "%-45s %s a second, p99 %.1f ms, %.2f ms of CPU, %.2f of %s, load %.1f%n",
          name,
          Sample.of(rates[k]).rounds(),
          Sample.of(p99[k]).median(),
          Sample.of(cpu[k]).median(),
          Sample.of(ratio).median(),
          turns.get(0).name(),
          load());
    }
  }

  /** That of this process, clients without HTTP included. */
  private static double ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private void write() throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("at", Instant.now().toString());
    report.put("cores", Runtime.getRuntime().availableProcessors());
    report.put("java", Runtime.version().toString());
    report.put("rounds", ROUNDS);
    report.put("seconds_each", SECONDS);
    report.put("settings", "embedded servers with fsync, -Xmx512m, queue paused");
    report.put("figures", figures);
    Path file = Files.createDirectories(Path.of("target", "bench")).resolve("submit.json");
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
    System.out.println("written to " + file);
  }
}
