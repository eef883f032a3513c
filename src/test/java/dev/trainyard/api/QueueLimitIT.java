package dev.trainyard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "trainyard.queue.max-queued=2")
class QueueLimitIT extends ApiFixture {
  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"A/B\"%s}";

  @Test
  void aFullQueueRefusesJobsButForgetsNone() {
    Answer first = start("first", "");
    assertThat(first.status()).isEqualTo(202);
    assertThat(start("delayed", ", \"run_at\": \"2099-01-01T00:00:00Z\"").status()).isEqualTo(202);

    Answer refused = start("refused", "");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(refused.http().headers().firstValue("Retry-After").map(Integer::parseInt))
        .hasValueSatisfying(seconds -> assertThat(seconds).isPositive());
    assertThat(refused.body().path("status").asInt()).isEqualTo(429);
    assertThat(refused.body().path("title").asText()).isEqualTo("Too Many Requests");
    assertThat(refused.body().path("detail").asText()).contains("2 or more jobs wait, and 2 may");
    assertThat(get("/jobs").body().path("items")).hasSize(2);

    Answer again = start("first", "");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body().path("job_id")).isEqualTo(first.body().path("job_id"));
    assertThat(again.http().headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(start("first", ", \"seed\": 1").status()).isEqualTo(422);
  }

  private Answer start(String key, String fields) {
    return send(
        request("/api/v2/training/start")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(REQUEST.formatted(fields))));
  }
}
