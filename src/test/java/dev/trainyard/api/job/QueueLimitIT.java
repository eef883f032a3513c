package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.schedule.ScheduleRound;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "trainyard.queue.max-queued=4")
class QueueLimitIT extends ApiFixture {
  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"A/B\"%s}";

  @Autowired private JobStore store;
  @Autowired private JobClaims claims;
  @Autowired private ScheduleRound round;

  /** The jobs that wait are counted once a second, so those of before may count for a moment. */
  private Answer accepted(String key, String fields) {
    return await().until(() -> start(key, fields), answer -> answer.status() == 202);
  }

  @Test
  void aFullQueueRefusesJobsRetriesAndReplaysButForgetsNone() {
    String cancelled = accepted("cancelled", "").body().path("job_id").asText();
    delete("/jobs/" + cancelled);
    String failed = accepted("failed", "").body().path("job_id").asText();
    String deadLetter = fail(failed);
    Answer first = accepted("first", "");
    accepted("delayed", ", \"run_at\": \"2099-01-01T00:00:00Z\"");
    Answer refused =
        await().until(() -> start(UUID.randomUUID().toString(), ""), a -> a.status() != 202);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(refused.http().headers().firstValue("Retry-After").map(Integer::parseInt))
        .hasValueSatisfying(seconds -> assertThat(seconds).isPositive());
    assertThat(refused.body().path("status").asInt()).isEqualTo(429);
    assertThat(refused.body().path("title").asText()).isEqualTo("Too Many Requests");
    assertThat(refused.body().path("detail").asText())
        .contains("4 or more jobs are waiting and the limit is 4");
    assertThat(get("/jobs?status=PENDING").body().path("items")).hasSize(4);

    Answer again = start("first", "");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body().path("job_id")).isEqualTo(first.body().path("job_id"));
    assertThat(again.http().headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(start("first", ", \"seed\": 1").status()).isEqualTo(422);

    assertThat(
            List.of(
                post("/jobs/%s/retry".formatted(cancelled)),
                post("/failed-jobs/%s/replay".formatted(deadLetter)),
                post("/failed-jobs/replay", filter(failed))))
        .extracting(Answer::status)
        .containsOnly(429);
    assertThat(get("/jobs/" + cancelled).body().path("status").asText()).isEqualTo("CANCELLED");
    assertThat(get("/failed-jobs/" + deadLetter).body().path("replayed_as").isNull()).isTrue();

    String unknown = UUID.randomUUID().toString();
    assertThat(post("/jobs/%s/retry".formatted(unknown)).status()).isEqualTo(404);
    assertThat(post("/failed-jobs/%s/replay".formatted(unknown)).status()).isEqualTo(404);
    assertThat(post("/failed-jobs/replay", filter(unknown)).status())
        .as("nothing to replay needs no room")
        .isEqualTo(202);
  }

  @Test
  void aScheduleWaitsForRoomInTheQueueAndSaysSo() {
    await().until(() -> start(UUID.randomUUID().toString(), ""), answer -> answer.status() == 429);
    String id =
        post(
                "/schedules",
                "{\"name\": \"a\", \"cron\": \"@daily\", \"request\": %s}"
                    .formatted(REQUEST.formatted("")))
            .body()
            .path("id")
            .asText();
    jdbc.sql("UPDATE schedules SET next_run = now()").update();

    round.run();

    JsonNode schedule = get("/schedules/" + id).body();
    assertThat(schedule.path("problem").asText()).contains("trainyard.queue.max-queued");
    assertThat(schedule.path("last_run").isNull()).isTrue();
    assertThat(post("/schedules/%s/run".formatted(id)).status()).isEqualTo(429);

    get("/jobs?status=PENDING")
        .body()
        .path("items")
        .forEach(job -> delete("/jobs/" + job.path("job_id").asText()));
    await()
        .untilAsserted(
            () -> {
              round.run();
              JsonNode fired = get("/schedules/" + id).body();
              assertThat(fired.at("/last_run/outcome").asText()).isEqualTo("fired");
              assertThat(fired.path("problem").isNull()).isTrue();
            });
  }

  /** Returns the dead letter. */
  private String fail(String job) {
    store.fail(
        claims.claim(List.of(UUID.fromString(job)), "worker", true).get(0).lease(),
        new JobFailure(FailureKind.PERMANENT, "Broken", "it broke", null, null));
    return get("/failed-jobs?job_id=" + job).body().at("/items/0/id").asText();
  }

  private static String filter(String job) {
    return "{\"job_id\": \"%s\"}".formatted(job);
  }

  private Answer start(String key, String fields) {
    return send(
        request("/api/v2/training/start")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(REQUEST.formatted(fields))));
  }
}
