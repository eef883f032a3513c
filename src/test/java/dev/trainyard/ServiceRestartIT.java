package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with its own servers, killed and started again as an operator would. */
class ServiceRestartIT {
  private static final Duration PATIENCE = Patience.LIMIT;

  /** Long enough to be killed in the middle. */
  private static final Map<String, Object> LONG_REQUEST = Map.of("n_iterations", 6000);

  @TempDir private Path directory;
  private final int port = FreePort.find();

  @Test
  void aJobWhoseServiceIsKilledGoesOnAndEndsAsIfUndisturbed() throws Exception {
    isUndisturbed(LONG_REQUEST);
  }

  @Test
  void soDoesAJobOfSeveralSymbols() throws Exception {
    Map<String, Object> request = new HashMap<>(LONG_REQUEST);
    request.put("n_iterations", 2000);
    request.put("symbol", null);
    request.put("symbols", List.of("BTC/USD", "ETH/USD"));
    isUndisturbed(request);
  }

  private void isUndisturbed(Map<String, Object> request) throws Exception {
    String job;
    try (JavaProcess service = start()) {
      TrainingClient client = started();
      client.uploadCandles();
      client.uploadCandles("ETH/USD", RealCandles.bitstamp(Timeframe.M1).slice(300, 4_000));
      job = client.submit(request);
      await()
          .atMost(PATIENCE)
          .until(() -> client.get("/jobs/" + job + "/trials?limit=1").path("items").size() == 1);
      service.kill();
    }

    try (JavaProcess restarted = start()) {
      TrainingClient client = started();
      assertThat(restarted.pid()).isPositive();
      assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
      JsonNode attempts = client.get("/jobs/" + job).path("attempts");
      assertThat(attempts)
          .extracting(a -> a.path("outcome").asText())
          .containsExactly("lost", "completed");

      String undisturbed = client.submit(request);
      client.awaitFinal(undisturbed);
      JsonNode expected = client.get("/jobs/" + undisturbed + "/results");
      JsonNode actual = client.get("/jobs/" + job + "/results");
      assertThat(actual.path("best_parameters")).isEqualTo(expected.path("best_parameters"));
      assertThat(actual.path("in_sample")).isEqualTo(expected.path("in_sample"));
      assertThat(actual.path("validation")).isEqualTo(expected.path("validation"));
      assertThat(actual.path("data_quality")).isEqualTo(expected.path("data_quality"));
    }
    assertThat(ProcessHandle.allProcesses())
        .as("processes that work in the data directory after the stop")
        .noneMatch(
            process -> process.info().commandLine().orElse("").contains(directory.toString()));
  }

  private JavaProcess start() throws IOException {
    return JavaProcess.start(
        directory,
        TrainyardApplication.class,
        "--server.port=" + port,
        "--trainyard.data-dir=" + directory.resolve("data"));
  }

  private TrainingClient started() {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> client.get("/queue").has("workers"));
    return client;
  }
}
