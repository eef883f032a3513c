package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Door;
import dev.trainyard.access.Role;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.deadletter.FailedJobStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each final transition writes the callback that its job asks for, in its own statement. */
class EndOfJobIT {
  private static final String URL = "https://Desk.example.org:8443/hook?token=a";
  private static final int MOST_BYTES = 64 * 1024;

  private final ObjectMapper json = new ObjectMapper();
  private StoredJobs jobs;

  @BeforeEach
  void open() {
    jobs = new StoredJobs();
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void aJobWithoutACallbackHasNoRow() {
    jobs.failed(FailureKind.PERMANENT);
    complete(jobs.running());
    jobs.store.cancel(jobs.submit("normal").id());

    assertThat(jobs.jdbc.sql("SELECT count(*) FROM callbacks").query(Integer.class).single())
        .isZero();
  }

  @Test
  void aCompletedJobTellsItsVerdict() throws Exception {
    Lease lease = running("");

    complete(lease);

    Map<String, Object> row = callback(lease.jobId());
    assertThat(row)
        .containsEntry("event", "completed")
        .containsEntry("url", URL)
        .containsEntry("receiver", "desk.example.org:8443")
        .containsEntry("state", "pending")
        .containsEntry("client", new UUID(0, 0))
        .containsEntry("attempts", 0);
    JsonNode body = json.readTree((String) row.get("body"));
    assertThat(body.path("type").asText()).isEqualTo("job.completed");
    assertThat(body.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{15}Z");
    JsonNode data = body.path("data");
    assertThat(data.path("job_id").asText()).isEqualTo(lease.jobId().toString());
    assertThat(data.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(data.path("config_id").asText()).isEqualTo(jobs.column(lease.jobId(), "config_id"));
    assertThat(data.path("verdict").asText()).isEqualTo("EDGE");
    assertThat(data.path("confidence").asDouble()).isEqualTo(0.75);
    assertThat(data.path("error").isNull()).isTrue();
    assertThat(data.at("/links/results").asText())
        .isEqualTo("/api/v2/training/jobs/" + lease.jobId() + "/results");
  }

  @Test
  void aFailedJobTellsWhyHoweverMuchThereIsToSay() throws Exception {
    Lease lease = running("");
    String endless = "\u0001\u00e9\ud83d\ude00\"\\".repeat(20_000);

    jobs.store.fail(
        lease,
        new JobFailure(FailureKind.PERMANENT, endless, endless, Stage.OPTIMIZATION, "at line 1"));

    String body = (String) callback(lease.jobId()).get("body");
    JsonNode error = json.readTree(body).at("/data/error");
    assertThat(error.path("kind").asText()).isEqualTo("permanent");
    assertThat(error.path("stage").asText()).isEqualTo("OPTIMIZATION");
    assertThat(error.path("message").asText()).hasSizeGreaterThan(4000);
    assertThat(body).doesNotContain("at line 1");
    assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThan(MOST_BYTES);
  }

  @Test
  void everyOtherEndIsToldToo() {
    UUID overdue = running("").jobId();
    UUID lost = running("").jobId();
    UUID waiting = asking(jobs.submit("normal").id(), "");
    UUID batch = asking(jobs.submit("normal").id(), "");
    jobs.jdbc
        .sql(
            "UPDATE training_jobs SET deadline_at = now() - interval '1 second', lease_expires_at = now() + interval '1 hour' WHERE id = ?")
        .param(overdue)
        .update();
    jobs.jdbc
        .sql(
            "UPDATE training_jobs SET attempt = max_attempts, lease_expires_at = now() - interval '1 second' WHERE id = ?")
        .param(lost)
        .update();
    UUID batchId = UUID.randomUUID();
    jobs.jdbc
        .sql("INSERT INTO batches (id, request, jobs) VALUES (?, '{}', 1)")
        .param(batchId)
        .update();
    jobs.jdbc
        .sql("UPDATE training_jobs SET batch_id = ? WHERE id = ?")
        .params(batchId, batch)
        .update();

    assertThat(jobs.store.failOverdue()).containsExactly(overdue);
    assertThat(jobs.store.failLost()).containsExactly(lost);
    jobs.store.cancel(waiting);
    jobs.store.cancelSome(batchId);

    assertThat(callback(overdue)).containsEntry("event", "failed");
    assertThat(callback(lost)).containsEntry("event", "failed");
    assertThat(callback(waiting)).containsEntry("event", "cancelled");
    assertThat((String) callback(batch).get("body")).contains(batchId.toString());
  }

  @Test
  void onlyTheEventsThatAreAskedForAreTold() {
    Lease failed = running(", \"callback_events\": [\"completed\", \"cancelled\"]");
    Lease completed = running(", \"callback_events\": [\"completed\"]");
    jobs.fail(failed, FailureKind.PERMANENT);
    complete(completed);

    assertThat(callbacks(failed.jobId())).isEmpty();
    assertThat(callbacks(completed.jobId())).hasSize(1);
  }

  @Test
  void aJobThatIsRetriedTellsOfEachEnd() {
    Lease lease = running("");
    jobs.fail(lease, FailureKind.PERMANENT);
    jobs.retry(lease.jobId());
    assertThat(callbacks(lease.jobId())).hasSize(1);
    jobs.store.cancel(lease.jobId());

    assertThat(callbacks(lease.jobId()))
        .extracting(row -> row.get("event"))
        .containsExactly("failed", "cancelled");
  }

  @Test
  void aTransitionThatIsTakenBackTellsNothing() {
    Lease lease = running("");
    jobs.transaction()
        .executeWithoutResult(
            status -> {
              jobs.fail(lease, FailureKind.PERMANENT);
              assertThat(callbacks(lease.jobId())).hasSize(1);
              status.setRollbackOnly();
            });
    jobs.store.release(lease, Duration.ZERO);
    complete(new Lease(lease.jobId(), UUID.randomUUID()));

    assertThat(callbacks(lease.jobId())).isEmpty();
  }

  @Test
  void aReplayIsToldToWhoAskedForTheFailedJob() {
    Caller first = client();
    UUID failed = asking(jobs.store.submit(jobs.newJob("normal", first)).orElseThrow().id(), "");
    jobs.fail(jobs.claim(failed), FailureKind.PERMANENT);
    FailedJobStore letters = new FailedJobStore(jobs.jdbc, jobs.settings);

    UUID replay = letters.replay(jobs.deadLetter(failed), client()).orElseThrow().id();
    jobs.fail(jobs.claim(replay), FailureKind.PERMANENT);
    UUID again = letters.replay(jobs.deadLetter(replay), Caller.ROUTE).orElseThrow().id();
    jobs.store.cancel(again);

    for (UUID job : List.of(failed, replay, again)) {
      assertThat(callback(job)).containsEntry("client", first.client());
    }
  }

  private static Caller client() {
    return new Caller(UUID.randomUUID(), "robot", Role.OPERATOR, Door.HTTP, null, null);
  }

  private Lease running(String more) {
    return jobs.claim(asking(jobs.submit("normal").id(), more));
  }

  /** Writes a callback into the stored request of a job. */
  private UUID asking(UUID job, String more) {
    jobs.jdbc
        .sql(
            "UPDATE training_jobs SET request = ((request::jsonb - 'callback_events') || CAST(? AS jsonb))::json WHERE id = ?")
        .params("{\"callback_url\": \"%s\"%s}".formatted(URL, more), job)
        .update();
    return job;
  }

  private void complete(Lease lease) {
    jobs.jdbc
        .sql(
            "UPDATE training_jobs SET data_from = now(), data_to = now(), data_fingerprint = 'f', engine_version = '1' WHERE id = ?")
        .param(lease.jobId())
        .update();
    jobs.complete(lease);
  }

  private Map<String, Object> callback(UUID job) {
    List<Map<String, Object>> rows = callbacks(job);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private List<Map<String, Object>> callbacks(UUID job) {
    return jobs.jdbc
        .sql("SELECT * FROM callbacks WHERE job_id = ? ORDER BY id")
        .param(job)
        .query()
        .listOfRows();
  }
}
