package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** A step that ignores its interrupt holds its slot only until its job's deadline. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"trainyard.queue.lease=3s", "trainyard.queue.reconcile-interval=500ms"})
@DirtiesContext
@CamelSpringBootTest
class StuckJobIT {
  private final AtomicBoolean released = new AtomicBoolean();

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @AfterEach
  void release() {
    released.set(true);
  }

  @Test
  void theSlotOfAThreadThatIgnoresItsInterruptIsGivenToTheNextJob() throws Exception {
    TrainingClient client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
    AtomicBoolean stuckAlready = new AtomicBoolean();
    AdviceWith.adviceWith(
        camel,
        "data-prep",
        advice ->
            advice
                .weaveById("prepare-candles")
                .before()
                .process(
                    exchange -> {
                      boolean stuck = !stuckAlready.getAndSet(true);
                      while (stuck && !released.get()) {
                        Thread.onSpinWait();
                      }
                    }));
    String stuck = client.submit(Map.of("n_iterations", 5, "timeout_seconds", 1));
    JsonNode timeout = client.awaitFinal(stuck);
    assertThat(timeout.path("status").asText()).isEqualTo("FAILED");
    assertThat(client.get("/jobs/" + stuck).path("error").path("kind").asText())
        .isEqualTo("timeout");

    String next = client.submit(Map.of("n_iterations", 5));
    assertThat(client.awaitFinal(next).path("status").asText()).isEqualTo("COMPLETED");
  }
}
