package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.support.FreePort;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Nobody listens where Redis should be: the service goes on, a little slower. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class WithoutRedisIT {
  @LocalServerPort private int port;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
    int closed = FreePort.find();
    registry.add("REDIS_URL", () -> "redis://localhost:" + closed);
  }

  @Test
  void jobsAreAcceptedAndRun() throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();

    List<String> jobs =
        List.of(
            client.submit(Map.of("n_iterations", 20)), client.submit(Map.of("n_iterations", 20)));

    assertThat(jobs)
        .allSatisfy(
            job ->
                assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED"));
  }

  @Test
  void aCancelledJobStopsAndTheNextOneRuns() throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
    String endless = client.submit(Map.of("n_iterations", 100_000));
    await().atMost(Patience.LIMIT).until(() -> running(client) == 1);

    client.call("DELETE", "/jobs/" + endless, 202);

    String next = client.submit(Map.of("n_iterations", 5));
    assertThat(client.awaitFinal(next).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(client.awaitFinal(endless).path("status").asText()).isEqualTo("CANCELLED");
  }

  private static int running(TrainingClient client) {
    return client.get("/queue").path("running").asInt();
  }

  @Test
  void jobsAreCancelledRetriedAndHeldBack() throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
    String later = client.submit(Map.of("run_at", "2099-01-01T00:00:00Z", "n_iterations", 1));

    assertThat(client.call("DELETE", "/jobs/" + later, 200).path("status").asText())
        .isEqualTo("CANCELLED");
    assertThat(client.call("POST", "/queue/pause", 200).path("paused").asBoolean()).isTrue();
    client.call("POST", "/jobs/" + later + "/retry", 202);
    assertThat(client.call("POST", "/queue/resume", 200).path("paused").asBoolean()).isFalse();

    assertThat(client.awaitFinal(later).path("status").asText()).isEqualTo("COMPLETED");
  }

  @Test
  void aBacklogIsWorkedOffWithoutAPauseForEachJob() throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofSeconds(90));
    client.uploadCandles();
    Map<String, Object> tiny = Map.of("n_iterations", 1, "run_validation", false);

    List<String> jobs = Stream.generate(() -> client.submit(tiny)).limit(200).toList();

    client.awaitFinal(jobs.get(jobs.size() - 1));
  }
}
