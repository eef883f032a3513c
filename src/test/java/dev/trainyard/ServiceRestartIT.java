package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with its own servers, killed and started again as an operator would. */
class ServiceRestartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

  /** Long enough to be killed in the middle. */
  private static final Map<String, Object> LONG_REQUEST = Map.of("n_iterations", 6000);

  @TempDir private Path directory;

  @Test
  void aJobWhoseServiceIsKilledGoesOnAndEndsAsIfUndisturbed() throws Exception {
    String job;
    try (JavaProcess service = start()) {
      TrainingClient client = client(service);
      client.uploadCandles();
      job = client.submit(LONG_REQUEST);
      await()
          .atMost(PATIENCE)
          .until(() -> client.get("/jobs/" + job + "/trials?limit=1").path("items").size() == 1);
      service.kill();
    }

    try (JavaProcess service = start()) {
      TrainingClient client = client(service);
      assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
      JsonNode attempts = client.get("/jobs/" + job).path("attempts");
      assertThat(attempts)
          .extracting(a -> a.path("outcome").asText())
          .containsExactly("lost", "completed");

      String undisturbed = client.submit(LONG_REQUEST);
      client.awaitFinal(undisturbed);
      JsonNode expected = client.get("/jobs/" + undisturbed + "/results");
      JsonNode actual = client.get("/jobs/" + job + "/results");
      assertThat(actual.path("best_parameters")).isEqualTo(expected.path("best_parameters"));
      assertThat(actual.path("in_sample")).isEqualTo(expected.path("in_sample"));
      assertThat(actual.path("validation")).isEqualTo(expected.path("validation"));
    }
    assertThat(ProcessHandle.allProcesses())
        .as("processes that work in the data directory after the stop")
        .noneMatch(
            process -> process.info().commandLine().orElse("").contains(directory.toString()));
  }

  private JavaProcess start() throws Exception {
    return JavaProcess.start(
        directory,
        TrainyardApplication.class,
        "--server.port=0",
        "--trainyard.data-dir=" + directory.resolve("data"));
  }

  private static TrainingClient client(JavaProcess service) {
    String port =
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  Matcher line = PORT.matcher(service.output());
                  return line.find() && service.output().contains("Started TrainyardApplication")
                      ? line.group(1)
                      : null;
                },
                found -> found != null);
    return new TrainingClient(Integer.parseInt(port), PATIENCE);
  }
}
