package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobLeases;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.support.Events;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Cancelling and retrying over HTTP. */
class JobControlIT extends ApiFixture {
  private static final String REQUEST =
      "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"%s}";

  @Autowired private StringRedisTemplate redis;
  @Autowired private JobStore store;
  @Autowired private JobClaims claims;
  @Autowired private JobLeases leases;

  @Test
  void aWaitingJobIsCancelledAtOnceAndLeavesTheReadySet() {
    String id = start("");

    Answer answer = delete("/jobs/" + id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toString())
        .isEqualTo("{\"job_id\":\"%s\",\"status\":\"CANCELLED\"}".formatted(id));
    assertThat(redis.opsForZSet().score(ReadySet.KEY, id)).isNull();
    JsonNode job = get("/jobs/" + id).body();
    assertThat(job.path("status").asText()).isEqualTo("CANCELLED");
    assertThat(job.path("finished_at").asText()).endsWith("Z");
    assertThat(job.path("attempts")).isEmpty();
    assertThat(get("/failed-jobs?job_id=" + id).body().path("items")).isEmpty();
  }

  @Test
  void aJobForLaterIsCancelledToo() {
    String id = start(", \"run_at\": \"2099-01-01T00:00:00Z\"");

    assertThat(delete("/jobs/" + id).status()).isEqualTo(200);
  }

  @Test
  void aRunningJobIsFencedAndItsWorkerToldOfTheCancel() {
    Lease lease = claim(start(""));

    try (Events events = new Events(redis.getRequiredConnectionFactory())) {
      Answer answer = delete("/jobs/" + lease.jobId());

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.body().path("status").asText()).isEqualTo("CANCELLED");
      assertThat(leases.attempt(lease).held()).isFalse();
      JsonNode message =
          events.receive(m -> m.path("job_id").asText().equals(lease.jobId().toString()));
      assertThat(message.toString())
          .isEqualTo(
              "{\"type\":\"control\",\"action\":\"cancel\",\"job_id\":\"%s\"}"
                  .formatted(lease.jobId()));
    }
    JsonNode attempt = get("/jobs/" + lease.jobId()).body().path("attempts").get(0);
    assertThat(attempt.path("outcome").asText()).isEqualTo("cancelled");
  }

  @Test
  void aFinalJobCannotBeCancelled() {
    Lease lease = claim(start(""));
    fail(lease);

    Answer answer = delete("/jobs/" + lease.jobId());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body().path("job_status").asText()).isEqualTo("FAILED");
    String cancelled = start("");
    delete("/jobs/" + cancelled);
    assertThat(delete("/jobs/" + cancelled).body().path("job_status").asText())
        .isEqualTo("CANCELLED");
  }

  @Test
  void aFailedJobIsTriedAgain() {
    Lease lease = claim(start(", \"priority\": \"high\""));
    fail(lease);

    Answer answer = post("/jobs/%s/retry".formatted(lease.jobId()));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().toString())
        .isEqualTo("{\"job_id\":\"%s\",\"status\":\"PENDING\"}".formatted(lease.jobId()));
    assertThat(redis.opsForZSet().score(ReadySet.KEY, lease.jobId().toString())).isPositive();
    JsonNode job = get("/jobs/" + lease.jobId()).body();
    assertThat(job.path("queue_position").asInt()).isPositive();
    assertThat(job.path("error").isNull()).isTrue();
    assertThat(job.path("attempt").asInt()).isEqualTo(1);
    assertThat(job.path("attempts")).hasSize(1);
    assertThat(
            get("/failed-jobs?job_id=" + lease.jobId()).body().at("/items/0/replayed_as").asText())
        .isEqualTo(lease.jobId().toString());
  }

  @Test
  void aCancelledJobIsTriedAgain() {
    String id = start("");
    delete("/jobs/" + id);

    assertThat(post("/jobs/" + id + "/retry").status()).isEqualTo(202);
    assertThat(get("/jobs/" + id).body().path("status").asText()).isEqualTo("PENDING");
  }

  @Test
  void aJobThatIsNotOverCannotBeRetried() {
    String waiting = start("");
    Lease running = claim(start(""));

    Answer whileWaiting = post("/jobs/" + waiting + "/retry");
    Answer whileRunning = post("/jobs/%s/retry".formatted(running.jobId()));

    assertThat(whileWaiting.status()).isEqualTo(409);
    assertThat(whileWaiting.body().path("job_status").asText()).isEqualTo("PENDING");
    assertThat(whileRunning.status()).isEqualTo(409);
    assertThat(whileRunning.body().path("job_status").asText()).isEqualTo("RUNNING");
    assertThat(leases.attempt(running).held()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "01890a5d-ac96-774b-bcce-b302099a8057, 404",
    "42, 400",
    "%25, 400",
  })
  void aJobThatIsNotThereIsNeitherCancelledNorRetried(String id, int status) {
    assertThat(delete("/jobs/" + id).status()).isEqualTo(status);
    assertThat(post("/jobs/" + id + "/retry").status()).isEqualTo(status);
  }

  private String start(String fields) {
    return post("/start", REQUEST.formatted(fields)).body().path("job_id").asText();
  }

  private Lease claim(String id) {
    return claims.claim(List.of(UUID.fromString(id)), "worker", true).get(0).lease();
  }

  private void fail(Lease lease) {
    store.fail(
        lease,
        new JobFailure(FailureKind.TRANSIENT, "Broken", "it broke", Stage.OPTIMIZATION, "at x"));
  }
}
