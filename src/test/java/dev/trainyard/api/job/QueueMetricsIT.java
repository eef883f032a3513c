package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.support.Patience;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class QueueMetricsIT extends ApiFixture {
  private static final Duration PATIENCE = Patience.LIMIT;
  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\", \"priority\": \"%s\"}";

  @Autowired private MeterRegistry meters;
  @Autowired private WorkerIdentity process;

  @Test
  void theGaugesSayWhatTheQueueSays() {
    for (String priority : new String[] {"high", "high", "low"}) {
      assertThat(post("/start", REQUEST.formatted(priority)).status()).isEqualTo(202);
    }
    SampleRows.failedJob(jdbc, "ForTheGauge");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode queue = get("/queue").body();
              JsonNode ready = queue.path("ready");
              assertThat(ready.path("high").asLong()).isGreaterThanOrEqualTo(2);
              for (String priority : new String[] {"high", "normal", "low"}) {
                assertThat(
                        meters
                            .get("trainyard.queue.ready")
                            .tag("priority", priority)
                            .gauge()
                            .value())
                    .isEqualTo(ready.path(priority).asDouble());
              }
              assertThat(value("delayed")).isEqualTo(queue.path("delayed").asDouble());
              assertThat(value("running")).isEqualTo(queue.path("running").asDouble());
              assertThat(value("workers")).isEqualTo(queue.path("workers").asDouble());
              assertThat(value("oldest.wait")).isPositive();
              assertThat(value("dead.letters")).isPositive();
            });
  }

  @Test
  void aProcessSaysWhichVersionItIs() {
    assertThat(
            meters.get("trainyard.process.info").tag("version", process.version()).gauge().value())
        .isEqualTo(1);
    assertThat(
            send(request("/actuator/health/process").GET()).body().at("/details/version").asText())
        .isEqualTo(process.version());
  }

  private double value(String gauge) {
    return meters.get("trainyard.queue." + gauge).gauge().value();
  }
}
