package dev.trainyard.bench.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.support.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar of a build in a process of its own, with its embedded servers and a paused queue. */
final class BuiltService implements AutoCloseable {
  private static final String BASE = "/api/v2/training";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;
  private final String job;

  private BuiltService(Process process, int port) throws IOException, InterruptedException {
    this.process = process;
    this.port = port;
    awaitReady();
    send("POST", "/queue/pause", "");
    job =
        new ObjectMapper()
            .readTree(send("POST", "/start", Service.REQUEST))
            .path("job_id")
            .textValue();
  }

  /**
   * Starts it.
   *
   * @param build folder of a build, with {@code target/trainyard.jar}, {@code routes} and {@code
   *     config}
   * @param directory for its data and its log
   */
  static BuiltService start(Path build, Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    int port = FreePort.find();
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-jar",
                    build.resolve("target/trainyard.jar").toAbsolutePath().toString(),
                    "--server.port=" + port,
                    "--trainyard.home=" + build.toAbsolutePath(),
                    "--trainyard.reload.interval=0",
                    "--trainyard.queue.max-queued=10000000",
                    "--trainyard.data-dir=" + directory.resolve("data").toAbsolutePath()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("service.log").toFile())
            .start();
    return new BuiltService(process, port);
  }

  private void awaitReady() throws InterruptedException, IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    URI ready = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        HttpResponse<Void> answer =
            http.send(
                HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // Nobody listens yet
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IOException("the service does not start; its log says why");
  }

  /** Clients that submit a job, whose request has nothing but what it needs. */
  KeptConnections submitting() {
    return new KeptConnections(
        port,
        "POST %s/start HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(BASE, Service.REQUEST.length(), Service.REQUEST));
  }

  /** Clients that ask how far a job is. */
  KeptConnections progress() {
    return reading("/jobs/" + job + "/progress");
  }

  /** Clients that ask for the queue. */
  KeptConnections queue() {
    return reading("/queue");
  }

  private KeptConnections reading(String path) {
    return new KeptConnections(
        port, "GET %s%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(BASE, path));
  }

  /** CPU time of the process until now, seconds; without that of its servers. */
  double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + BASE + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answers " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
