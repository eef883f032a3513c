package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with its own servers is told to stop. */
class ShutdownIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int TERMINATED = 143;
  private static final String HANGING_STOP =
      "--spring.main.sources=dev.trainyard.startup.HangingStop";
  private static final String HANGS = "the stop hangs";
  private static final String CUT_SHORT = "is cut short";

  @TempDir private Path directory;
  private final int port = freePort();

  @Test
  void aJobThatRunsIsGivenBackUnharmedAndNothingIsLeft() throws Exception {
    String job;
    try (JavaProcess service = start()) {
      TrainingClient client = started();
      client.uploadCandles();
      job = client.submit(Map.of("n_iterations", 100_000));
      await()
          .atMost(PATIENCE)
          .until(() -> client.get("/jobs/" + job + "/trials?limit=1").path("items").size() == 1);

      service.terminate();

      assertThat(service.exitCode()).isEqualTo(TERMINATED);
      assertThat(service.errors()).isEmpty();
      assertThat(service.output()).doesNotContain("\tat ", " ERROR ");
    }
    assertThat(servers()).isEmpty();

    try (JavaProcess restarted = start("--trainyard.worker.slots=1")) {
      TrainingClient client = started();
      JsonNode attempts = client.get("/jobs/" + job).path("attempts");
      assertThat(restarted.isAlive()).isTrue();
      assertThat(attempts.path(0).path("outcome").asText()).isEqualTo("released");
      assertThat(client.get("/jobs/" + job).path("attempt").asInt()).isEqualTo(1);
    }
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
  void aShutdownThatHangsIsCutShortButForTheServers() throws Exception {
    String job;
    try (JavaProcess service = start(HANGING_STOP, "--trainyard.shutdown-timeout=500ms")) {
      job = started().submit(Map.of("run_at", "2099-01-01T00:00:00Z"));

      service.terminate();

      assertThat(service.exitCode()).isEqualTo(TERMINATED);
      assertThat(service.output()).contains(HANGS);
      assertThat(service.errors()).contains(CUT_SHORT).hasLineCount(1);
    }
    assertThat(servers()).isEmpty();
    assertIsKnown(job);
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

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
