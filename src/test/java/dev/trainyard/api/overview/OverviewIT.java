package dev.trainyard.api.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The service at one moment. */
class OverviewIT extends ApiFixture {
  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"OVER/USDT\"}";

  @Autowired private JobStore store;
  @Autowired private JobClaims claims;

  @AfterEach
  void resume() {
    post("/queue/resume");
    jdbc.sql("DELETE FROM workers WHERE id LIKE 'overview-%'").update();
  }

  @Test
  void theFiguresOfOneAnswerAgree() {
    start();
    Lease running = claim(start());
    Lease failing = claim(start());
    fail(failing, "OverviewBroke");

    JsonNode overview =
        overview(seen -> group(seen, "OverviewBroke") != null && runs(seen, running.jobId()));

    for (String period : List.of("hour", "day")) {
      JsonNode points = overview.at("/trends/" + period);
      assertThat(points).hasSize(period.equals("hour") ? 60 : 96);
      for (String figure : List.of("submitted", "completed", "failed", "cancelled")) {
        long sum = 0;
        for (JsonNode point : points) {
          sum += point.path(figure).asLong();
        }
        assertThat(overview.at("/counts/" + period).path(figure).asLong()).isEqualTo(sum);
      }
      assertThat(overview.at("/counts/" + period + "/since").asText())
          .isEqualTo(points.get(0).path("at").asText());
    }
    long failures = 0;
    for (JsonNode group : overview.path("failures")) {
      failures += group.path("jobs").asLong();
    }
    assertThat(failures).isEqualTo(overview.at("/counts/day/failed").asLong());
    JsonNode group = group(overview, "OverviewBroke");
    assertThat(group.path("jobs").asInt()).isEqualTo(1);
    assertThat(group.path("not_replayed").asInt()).isEqualTo(1);
    assertThat(group.path("job_id").asText()).isEqualTo(failing.jobId().toString());
    assertThat(overview.at("/queue/running").asInt())
        .isGreaterThanOrEqualTo(overview.path("running").size());
    assertThat(overview.path("health").path("components").findValuesAsText("name"))
        .contains("db", "disk", "queue", "redis", "routes");
  }

  @Test
  void aFailureStaysInTheHistoryWhenItsJobIsRetried() {
    Lease failing = claim(start());
    fail(failing, "RetriedLater");
    overview(seen -> group(seen, "RetriedLater") != null);

    post("/jobs/%s/retry".formatted(failing.jobId()));

    JsonNode overview =
        overview(seen -> group(seen, "RetriedLater").path("not_replayed").asInt() == 0);
    assertThat(group(overview, "RetriedLater").path("jobs").asInt()).isEqualTo(1);
  }

  @Test
  void aDiscardedFailureIsGoneFromAllFigures() {
    String letter = SampleRows.failedJob(jdbc, "DiscardedLater");
    jdbc.sql("UPDATE failed_jobs SET failed_at = now() - interval '3 hours' WHERE id = :id")
        .param("id", UUID.fromString(letter))
        .update();
    overview(seen -> group(seen, "DiscardedLater") != null);

    delete("/failed-jobs/" + letter);

    JsonNode overview = overview(seen -> group(seen, "DiscardedLater") == null);
    long failures = 0;
    for (JsonNode group : overview.path("failures")) {
      failures += group.path("jobs").asLong();
    }
    assertThat(overview.at("/counts/day/failed").asLong()).isEqualTo(failures);
  }

  @Test
  void aPausedQueueAndNoWorkerKeepTheOperatorAwake() {
    start();
    post("/queue/pause");

    JsonNode sleep = overview(seen -> seen.at("/queue/paused").asBoolean()).path("sleep");

    assertThat(sleep.path("ok").asBoolean()).isFalse();
    assertThat(sleep.path("reasons").findValuesAsText("message"))
        .anyMatch(message -> message.startsWith("No worker is alive while "))
        .anyMatch(message -> message.startsWith("The queue is paused while "));
    assertThat(sleep.at("/reasons/0/severity").asText()).isEqualTo("critical");
    assertThat(sleep.at("/reasons/0/link_to").asText()).startsWith("#/");
  }

  @Test
  void aWorkerThatHasMissedHeartbeatsIsLate() {
    JsonNode overview =
        overview(
            seen -> {
              // kept at this age: a worker that is silent for longer is taken off the list
              worker("overview-living", 0);
              worker("overview-late", 7);
              return "living".equals(state(seen, "overview-living"))
                  && "late".equals(state(seen, "overview-late"));
            });

    assertThat(overview.at("/sleep/reasons").findValuesAsText("message"))
        .anyMatch(message -> message.startsWith("Worker overview-late on "));
  }

  @Test
  void manyWhoAskAtOnceAreAnsweredByOneReading() throws InterruptedException {
    ConcurrentSkipListSet<String> moments = new ConcurrentSkipListSet<>();
    CountDownLatch answered = new CountDownLatch(40);
    ExecutorService clients = Executors.newFixedThreadPool(20);
    try {
      for (int i = 0; i < 40; i++) {
        clients.execute(
            () -> {
              moments.add(get("/overview").body().path("as_of").asText());
              answered.countDown();
            });
      }
      assertThat(answered.await(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      clients.shutdownNow();
    }
    // One reading serves a second, and forty answers take less than many
    assertThat(moments).hasSizeLessThan(20);
  }

  private JsonNode overview(Predicate<JsonNode> condition) {
    return await().atMost(1, TimeUnit.MINUTES).until(() -> get("/overview").body(), condition);
  }

  private static JsonNode group(JsonNode overview, String errorClass) {
    for (JsonNode group : overview.path("failures")) {
      if (group.path("error_class").asText().equals(errorClass)) {
        return group;
      }
    }
    return null;
  }

  private static boolean runs(JsonNode overview, UUID job) {
    return overview.path("running").findValuesAsText("job_id").contains(job.toString());
  }

  private static String state(JsonNode overview, String worker) {
    for (JsonNode one : overview.path("workers")) {
      if (one.path("id").asText().equals(worker)) {
        return one.path("state").asText();
      }
    }
    return "";
  }

  private void worker(String id, int secondsAgo) {
    jdbc.sql(
            """
            INSERT INTO workers (id, host, pid, version, slots, last_heartbeat)
            VALUES (:id, 'here', 1, '1', 2, now() - :ago * interval '1 second')
            ON CONFLICT (id) DO UPDATE SET last_heartbeat = excluded.last_heartbeat
            """)
        .param("id", id)
        .param("ago", secondsAgo)
        .update();
  }

  private String start() {
    return post("/start", REQUEST).body().path("job_id").asText();
  }

  private Lease claim(String id) {
    return claims.claim(List.of(UUID.fromString(id)), "worker", true).get(0).lease();
  }

  private void fail(Lease lease, String errorClass) {
    store.fail(
        lease,
        new JobFailure(FailureKind.TRANSIENT, errorClass, "it broke", Stage.OPTIMIZATION, "at x"));
  }
}
