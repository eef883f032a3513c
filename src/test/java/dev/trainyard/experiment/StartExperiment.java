package dev.trainyard.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.support.FreePort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long the service takes from its command to readiness, and how much memory it then holds: an
 * older jar, the jar of this build, and the jar by its launcher, in turn on the same machine.
 */
public final class StartExperiment {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int JOBS = 4;
  private static final int CANDLES = 12_000;
  private static final double TICKS = 100;

  private final Path directory;
  private final int runs;
  private final List<Map<String, Object>> starts = new ArrayList<>();

  private StartExperiment(Path directory, int runs) {
    this.directory = directory;
    this.runs = runs;
  }

  /** How a service is started: its home has the routes of its jar. */
  private record Variant(
      String name, Path home, Map<String, String> variables, String... command) {}

  /**
   * Runs the starts and writes {@code target/bench/start.json}.
   *
   * @param arguments the older jar, its source directory, and the number of runs
   */
  public static void main(String[] arguments) throws Exception {
    Path oldJar = Path.of(arguments[0]).toAbsolutePath();
    Path oldSource = Path.of(arguments[1]).toAbsolutePath();
    Path newJar = Path.of("target", "trainyard.jar").toAbsolutePath();
    for (Path needed : List.of(oldJar, oldSource, newJar)) {
      if (!Files.exists(needed)) {
        throw new IllegalArgumentException("there is no " + needed);
      }
    }
    Path directory = Files.createTempDirectory("start");
    Path here = Path.of("").toAbsolutePath();
    List<Variant> variants =
        List.of(
            new Variant("old", oldSource, Map.of(), "java", "-jar", oldJar.toString()),
            new Variant("new", here, Map.of(), "java", "-jar", newJar.toString()),
            new Variant(
                "launcher",
                here,
                Map.of(
                    "TRAINYARD_JAR",
                    newJar.toString(),
                    "XDG_CACHE_HOME",
                    directory.resolve("cache").toString()),
                "sh",
                "ops/bin/trainyard"));
    StartExperiment experiment = new StartExperiment(directory, Integer.parseInt(arguments[2]));
    experiment.run(variants);
    System.exit(0);
  }

  private void run(List<Variant> variants) throws Exception {
    double loadBefore = load();
    makeArchive(variants.get(variants.size() - 1));
    for (int run = 1; run <= runs; run++) {
      for (Variant variant : variants) {
        Path data = directory.resolve(variant.name() + run);
        measure(variant, "first", data, false);
        measure(variant, "later", data, true);
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("time", Instant.now().toString());
    result.put("java", Runtime.version().toString());
    result.put("cores", Runtime.getRuntime().availableProcessors());
    result.put("load_before", loadBefore);
    result.put("load_after", load());
    result.put("runs", runs);
    result.put("medians", medians(variants));
    result.put("starts", starts);
    Path file = Path.of("target", "bench", "start.json");
    Files.createDirectories(file.getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), result);
    System.out.println(
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result.get("medians")));
  }

  /** Lets the launcher make its archive, which is no part of what is measured. */
  private void makeArchive(Variant launcher) throws Exception {
    int port = FreePort.find();
    Process service = start(launcher, directory.resolve("training"), port);
    try {
      awaitReady(service, port);
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (!archived() && System.nanoTime() < end) {
        Thread.sleep(500);
      }
    } finally {
      stop(service);
    }
  }

  private boolean archived() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
      return files.anyMatch(file -> file.endsWith("service.jsa"));
    }
  }

  private void measure(Variant variant, String which, Path data, boolean withJobs)
      throws Exception {
    double load = load();
    int port = FreePort.find();
    long begin = System.nanoTime();
    Process service = start(variant, data, port);
    try {
      awaitReady(service, port);
      Map<String, Object> start = new LinkedHashMap<>();
      start.put("variant", variant.name());
      start.put("start", which);
      start.put("load", load);
      start.put("seconds", (System.nanoTime() - begin) / 1e9);
      start.put("cpu_seconds", cpuSeconds(service.pid()));
      Thread.sleep(10_000);
      start.put("resident_mb", residentMegabytes(service.pid()));
      if (withJobs) {
        upload(port);
        List<String> states = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
          states.add(train(port));
        }
        start.put("jobs", states);
        Thread.sleep(10_000);
        start.put("resident_mb_after_jobs", residentMegabytes(service.pid()));
      }
      starts.add(start);
      System.out.println(start);
    } finally {
      stop(service);
    }
  }

  private Process start(Variant variant, Path data, int port) throws IOException {
    List<String> line = new ArrayList<>(Arrays.asList(variant.command()));
    line.add("--server.port=" + port);
    line.add("--trainyard.home=" + variant.home());
    line.add("--trainyard.data-dir=" + data);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("service.log").toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.matches("DATABASE_URL|REDIS_URL|DB_.*|TRAINYARD_.*|.*JAVA.*OPTIONS"));
    builder.environment().putAll(variant.variables());
    return builder.start();
  }

  private static void awaitReady(Process service, int port) throws Exception {
    URI readiness = URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port));
    HttpRequest request = HttpRequest.newBuilder(readiness).build();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end && service.isAlive()) {
      try {
        if (HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // Nobody listens yet
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("the service does not become ready");
  }

  private static void stop(Process service) throws InterruptedException {
    service.destroy();
    if (!service.waitFor(1, TimeUnit.MINUTES)) {
      service.destroyForcibly().waitFor();
    }
  }

  private static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  private static double residentMegabytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("no VmRSS");
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static void upload(int port) throws Exception {
    StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
    SplittableRandom random = new SplittableRandom(7);
    long time = Instant.parse("2023-01-01T00:00:00Z").toEpochMilli();
    double price = 16_500;
    for (int i = 0; i < CANDLES; i++) {
      double open = price;
      price = Math.max(1, open * (1 + random.nextDouble(-0.004, 0.004)));
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.2f,%.2f,%.2f,%.2f,%.5f\n",
              time + i * 300_000L,
              open,
              Math.max(open, price) * (1 + random.nextDouble(0.002)),
              Math.min(open, price) * (1 - random.nextDouble(0.002)),
              price,
              random.nextDouble(50)));
    }
    post(port, "market-data/binanceus/BTC-USDT/5m", "text/csv", csv.toString());
  }

  /** Trains with the default request. Returns the final state. */
  private static String train(int port) throws Exception {
    String request = "{\"strategy\":\"LIQUIDITY_SWEEP\",\"symbol\":\"BTC/USDT\"}";
    String id = post(port, "start", "application/json", request).required("job_id").asText();
    URI progress = api(port, "jobs/" + id + "/progress");
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end) {
      String state =
          JSON.readTree(
                  HTTP.send(HttpRequest.newBuilder(progress).build(), BodyHandlers.ofString())
                      .body())
              .required("status")
              .asText();
      if (!state.equals("PENDING") && !state.equals("RUNNING")) {
        return state;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("job " + id + " does not end");
  }

  private static URI api(int port, String path) {
    return URI.create("http://127.0.0.1:%d/api/v2/training/%s".formatted(port, path));
  }

  private static JsonNode post(int port, String path, String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(api(port, path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private Map<String, Object> medians(List<Variant> variants) {
    Map<String, Object> table = new LinkedHashMap<>();
    for (String which : List.of("first", "later")) {
      for (String figure :
          List.of("seconds", "cpu_seconds", "resident_mb", "resident_mb_after_jobs")) {
        double old = median(variants.get(0).name(), which, figure);
        for (Variant variant : variants) {
          double median = median(variant.name(), which, figure);
          if (!Double.isNaN(median)) {
            table.put(
                "%s start, %s, %s".formatted(which, figure, variant.name()),
                String.format(Locale.ROOT, "%.1f (%.2f of old)", median, median / old));
          }
        }
      }
    }
    return table;
  }

  private double median(String variant, String which, String figure) {
    double[] values =
        starts.stream()
            .filter(start -> start.get("variant").equals(variant))
            .filter(start -> start.get("start").equals(which))
            .filter(start -> start.containsKey(figure))
            .mapToDouble(start -> (Double) start.get(figure))
            .sorted()
            .toArray();
    int middle = values.length / 2;
    if (values.length == 0) {
      return Double.NaN;
    }
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
