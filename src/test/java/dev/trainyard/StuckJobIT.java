package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

/** A step that ignores its interrupt holds its slot only until its job's deadline. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"trainyard.queue.lease=3s", "trainyard.queue.reconcile-interval=500ms"})
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
@CamelSpringBootTest
class StuckJobIT {
  private static final AtomicBoolean ended = new AtomicBoolean();

  private final AtomicBoolean released = new AtomicBoolean();

  @SuppressWarnings("UnusedVariable")
  @TestBean(name = "endProcess")
  private Runnable endProcess;

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @AfterEach
  void release() {
    released.set(true);
    ended.set(false);
  }

  @Test
  void theSlotOfAThreadThatIgnoresItsInterruptIsGivenToTheNextJob() throws Exception {
    TrainingClient client = clientOfAServiceWhereJobsStick(1);

    failsAtItsDeadline(client);

    String next = client.submit(Map.of("n_iterations", 5));
    assertThat(client.awaitFinal(next).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(ended).isFalse();
  }

  @Test
  void aProcessWithTwoSuchThreadsEnds() throws Exception {
    TrainingClient client = clientOfAServiceWhereJobsStick(2);

    failsAtItsDeadline(client);
    failsAtItsDeadline(client);

    await().atMost(Patience.LIMIT).untilTrue(ended);
  }

  @Test
  void aStopOfTheRouteGivesTheJobBackUnharmedAndLeavesTheThreadBehind() throws Exception {
    TrainingClient client = clientOfAServiceWhereJobsStick(1);

    String job = client.submit(Map.of("n_iterations", 5));
    awaitStuck(1);
    restartRoute();

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    assertThat(client.get("/jobs/" + job).path("attempt").asInt()).isEqualTo(1);
    assertThat(ended).isFalse();
  }

  @Test
  void aProcessInWhichStopsHaveLeftTwoSuchThreadsEnds() throws Exception {
    TrainingClient client = clientOfAServiceWhereJobsStick(2);

    client.submit(Map.of("n_iterations", 5));
    awaitStuck(1);
    restartRoute();
    awaitStuck(2);
    restartRoute();

    await().atMost(Patience.LIMIT).untilTrue(ended);
  }

  private void awaitStuck(int threads) {
    await()
        .atMost(Patience.LIMIT)
        .until(() -> camel.getInflightRepository().size("data-prep") == threads);
  }

  /** As an edit of the worker's routes does. */
  private void restartRoute() throws Exception {
    camel.getRouteController().stopRoute("training", 8, TimeUnit.SECONDS, false);
    camel.getRouteController().startRoute("training");
  }

  private void failsAtItsDeadline(TrainingClient client) {
    String stuck = client.submit(Map.of("n_iterations", 5, "timeout_seconds", 1));
    assertThat(client.awaitFinal(stuck).path("status").asText()).isEqualTo("FAILED");
    assertThat(client.get("/jobs/" + stuck).path("error").path("kind").asText())
        .isEqualTo("timeout");
  }

  private TrainingClient clientOfAServiceWhereJobsStick(int jobs) throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
    AtomicInteger left = new AtomicInteger(jobs);
    AdviceWith.adviceWith(
        camel,
        "data-prep",
        advice ->
            advice
                .weaveById("prepare-candles")
                .before()
                .process(
                    exchange -> {
                      boolean sticks = left.getAndDecrement() > 0;
                      while (sticks && !released.get()) {
                        Thread.onSpinWait();
                      }
                    }));
    return client;
  }

  static Runnable endProcess() {
    return () -> ended.set(true);
  }
}
