package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.queue.redis.ReadySet;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

class StartIT extends ApiFixture {
  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"%s}";

  @Autowired private StringRedisTemplate redis;

  @Test
  void anAcceptedRequestIsAWaitingJob() {
    Answer answer = post("/start", REQUEST.formatted(", \"n_iterations\": 7"));

    String id = answer.body().path("job_id").asText();
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("status").asText()).isEqualTo("PENDING");
    assertThat(answer.body().path("queue_position").asInt()).isPositive();
    assertThat(answer.http().headers().firstValue("Location"))
        .contains("/api/v2/training/jobs/" + id)
        .contains(answer.body().path("links").path("self").asText());

    JsonNode job = get("/jobs/" + id).body();
    assertThat(job.path("request").path("n_iterations").asInt()).isEqualTo(7);
    assertThat(job.path("request").path("costs").path("funding_rate_8h").isNumber()).isTrue();
    assertThat(job.path("queue_position").asInt()).isPositive();
  }

  @Test
  void theQueueIsToldOfANewJob() {
    String id = post("/start", REQUEST.formatted("")).body().path("job_id").asText();

    assertThat(redis.opsForZSet().score(ReadySet.KEY, id)).isPositive();
  }

  @Test
  void aJobForLaterDoesNotWaitInTheQueue() {
    Answer answer = post("/start", REQUEST.formatted(", \"run_at\": \"2099-01-01T00:00:00Z\""));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("queue_position").isNull()).isTrue();
    assertThat(get("/jobs/" + answer.body().path("job_id").asText()).body().path("run_at").asText())
        .isEqualTo("2099-01-01T00:00:00Z");
  }

  @Test
  void aPositionIsKnownWithoutRedis() {
    String id = post("/start", REQUEST.formatted("")).body().path("job_id").asText();
    redis.delete(ReadySet.KEY);

    assertThat(get("/jobs/" + id).body().path("queue_position").asInt()).isPositive();
  }

  @Test
  void theSearchSpaceIsPinnedWithTheJob() {
    String bounds = ", \"parameter_space\": {\"pierce_depth\": {\"low\": 0.002}}";
    String id = post("/start", REQUEST.formatted(bounds)).body().path("job_id").asText();

    assertThat(
            jdbc.sql("SELECT space -> 0 ->> 'low' FROM training_jobs WHERE id = CAST(? AS uuid)")
                .param(id)
                .query(String.class)
                .single())
        .isEqualTo("0.002");
  }

  @Test
  void aRepeatedRequestWithItsKeyIsTheSameJob() {
    String key = UUID.randomUUID().toString();
    Answer first = startWith(key, REQUEST.formatted(""));
    Answer second = startWith(key, REQUEST.formatted(", \"seed\": 42.0"));

    assertThat(first.http().headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.http().headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(second.body().path("job_id")).isEqualTo(first.body().path("job_id"));
  }

  @Test
  void anotherRequestWithAUsedKeyIsRefused() {
    String key = UUID.randomUUID().toString();
    startWith(key, REQUEST.formatted(""));
    Answer other = startWith(key, REQUEST.formatted(", \"seed\": 43"));

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.error("Idempotency-Key")).contains("another request");
  }

  @Test
  void aKeyIsFreeAgainAfterADay() {
    String key = UUID.randomUUID().toString();
    Answer first = startWith(key, REQUEST.formatted(""));
    jdbc.sql(
            "UPDATE training_jobs SET created_at = now() - interval '25 hours' WHERE idempotency_key = ?")
        .param(key)
        .update();
    Answer second = startWith(key, REQUEST.formatted(", \"seed\": 43"));

    assertThat(second.status()).isEqualTo(202);
    assertThat(second.body().path("job_id")).isNotEqualTo(first.body().path("job_id"));
  }

  @Test
  void aKeyThatCannotBeStoredIsRefused() {
    Answer answer = startWith("x".repeat(256), REQUEST.formatted(""));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("Idempotency-Key")).contains("1 to 255");
  }

  @Test
  void headersOfTheRequestDoNotComeBack() {
    Answer answer =
        send(
            request("/api/v2/training/start")
                .header("Content-Type", "application/json")
                .header("X-Secret", "mine")
                .POST(BodyPublishers.ofString(REQUEST.formatted(""))));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.http().headers().map()).doesNotContainKeys("x-secret", "X-Secret");
    assertThat(answer.contentType()).startsWith("application/json");
  }

  private Answer startWith(String key, String body) {
    return send(
        request("/api/v2/training/start")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }
}
