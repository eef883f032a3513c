package dev.trainyard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with its own servers is told to stop. */
class ShutdownIT {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final int TERMINATED = 143;
  private static final String HANGING_STOP =
      "--spring.main.sources=dev.trainyard.startup.HangingStop";
  private static final String HANGS = "the stop hangs";
  private static final String CUT_SHORT = "is cut short";

  /** The server asks for the body, of which little comes. */
  private static final String ENDLESS_UPLOAD =
      """
      POST /api/v2/training/market-data/x/A-B/1m HTTP/1.1\r
      Host: localhost\r
      Content-Type: text/csv\r
      Content-Length: 1000000\r
      Expect: 100-continue\r
      \r
      """;

  @TempDir private Path directory;
  private final int port = FreePort.find();

  @Test
  void aJobThatRunsIsGivenBackUnharmedAndNothingIsLeft() throws Exception {
    String job;
    try (JavaProcess service = start()) {
      TrainingClient client = started();
      client.uploadCandles();
      job = client.submit(Map.of("n_iterations", 100_000));
      awaitFirstTrial(client, job);

      service.terminate();

      assertThat(service.exitCode()).isEqualTo(TERMINATED);
      assertThat(service.errors()).isEmpty();
      assertThat(service.output()).doesNotContain("\tat ", " ERROR ");
    }
    assertThat(servers()).isEmpty();

    assertWasGivenBack(job);
  }

  @Test
  void aSecondSigtermEndsAShutdownThatHangs() throws Exception {
    String job;
    try (JavaProcess service = start(HANGING_STOP, "--trainyard.shutdown-timeout=10m")) {
      job = started().submit(Map.of("run_at", "2099-01-01T00:00:00Z"));
      service.terminate();
      await().atMost(PATIENCE).until(() -> service.output().contains(HANGS));
      assertThat(service.isAlive()).isTrue();

      service.terminate();

      assertThat(service.exitCode()).isEqualTo(TERMINATED);
    }
    await().atMost(PATIENCE).until(() -> servers().findAny().isEmpty());
    assertIsKnown(job);
  }

  @Test
  void aRequestThatDoesNotEndHoldsUpNeitherTheJobsNorTheEnd() throws Exception {
    String job;
    try (JavaProcess service = start("--trainyard.shutdown-timeout=2s")) {
      TrainingClient client = started();
      client.uploadCandles();
      job = client.submit(Map.of("n_iterations", 100_000));
      awaitFirstTrial(client, job);
      try (Socket upload = new Socket("localhost", port)) {
        upload.getOutputStream().write(ENDLESS_UPLOAD.getBytes(US_ASCII));
        await().atMost(PATIENCE).until(() -> upload.getInputStream().available() > 0);

        service.terminate();

        assertThat(service.exitCode()).isEqualTo(TERMINATED);
      }
      assertThat(service.errors()).contains(CUT_SHORT).hasLineCount(1);
    }
    assertThat(servers()).isEmpty();
    assertWasGivenBack(job);
  }

  private void assertWasGivenBack(String job) throws Exception {
    try (JavaProcess restarted = start()) {
      JsonNode seen = started().get("/jobs/" + job);
      assertThat(restarted.isAlive()).isTrue();
      assertThat(seen.path("attempts").path(0).path("outcome").asText()).isEqualTo("released");
      assertThat(seen.path("attempt").asInt()).isEqualTo(1);
    }
  }

  private static void awaitFirstTrial(TrainingClient client, String job) {
    await()
        .atMost(PATIENCE)
        .until(() -> client.get("/jobs/" + job + "/trials?limit=1").path("items").size() == 1);
  }

  private void assertIsKnown(String job) throws Exception {
    try (JavaProcess restarted = start()) {
      assertThat(started().get("/jobs/" + job).path("status").asText()).isEqualTo("PENDING");
      assertThat(restarted.isAlive()).isTrue();
    }
  }

  private Stream<ProcessHandle> servers() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()));
  }

  private JavaProcess start(String... more) throws IOException {
    String[] settings = {
      "--server.port=" + port, "--trainyard.data-dir=" + directory.resolve("data")
    };
    return JavaProcess.start(
        directory,
        TrainyardApplication.class,
        Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new));
  }

  private TrainingClient started() {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> client.get("/queue").has("workers"));
    return client;
  }
}
