package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.work.ProgressSnapshot;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CancelIT {
  private static final int RACES = 2000;
  private static final int WIDTH = 50;

  private static StoredJobs jobs;

  @BeforeAll
  static void open() {
    jobs = new StoredJobs();
  }

  @AfterAll
  static void close() {
    jobs.close();
  }

  @Test
  void aWaitingJobThatIsCancelledHasNoAttemptAndHasNotRun() {
    UUID job = jobs.submit("normal").id();

    assertThat(jobs.store.cancel(job)).contains(JobStatus.PENDING);

    assertThat(jobs.column(job, "elapsed_ms")).isEqualTo("0");
    assertThat(jobs.column(job, "finished_at")).isNotNull();
    assertThat(jobs.count("job_attempts", job)).isZero();
    assertThat(jobs.events(job)).containsExactly("PENDING", "CANCELLED");
    assertThat(jobs.claims.claim(List.of(job), "worker", true)).isEmpty();
  }

  @Test
  void aRunningJobThatIsCancelledKeepsItsProgressAndTheTimeThatItRan() {
    Lease lease = jobs.running();
    jobs.work.progress(lease, ProgressSnapshot.of(Stage.OPTIMIZATION, 0.5, "half"));
    jobs.jdbc
        .sql(
            "UPDATE training_jobs SET deadline_at = deadline_at - interval '90 seconds' WHERE id = ?")
        .param(lease.jobId())
        .update();

    assertThat(jobs.store.cancel(lease.jobId())).contains(JobStatus.RUNNING);

    assertThat(Long.parseLong(jobs.column(lease.jobId(), "elapsed_ms")))
        .isBetween(90_000L, 120_000L);
    assertThat(jobs.count("training_progress", lease.jobId())).isOne();
    assertThat(
            jobs.jdbc
                .sql(
                    "SELECT outcome FROM job_attempts WHERE job_id = ? AND finished_at IS NOT NULL")
                .param(lease.jobId())
                .query(String.class)
                .list())
        .containsExactly("cancelled");
    assertThat(jobs.events(lease.jobId())).containsExactly("PENDING", "RUNNING", "CANCELLED");
    assertThat(jobs.leases.attempt(lease).held()).isFalse();
  }

  @Test
  void aReleasedJobThatIsCancelledKeepsTheTimeThatItRan() {
    Lease lease = jobs.running();
    jobs.jdbc
        .sql(
            """
            UPDATE training_jobs SET status = 'PENDING', lease_token = NULL, lease_expires_at = NULL, deadline_at = NULL,
                elapsed_ms = 4711 WHERE id = ?
            """)
        .param(lease.jobId())
        .update();

    jobs.store.cancel(lease.jobId());

    assertThat(jobs.column(lease.jobId(), "elapsed_ms")).isEqualTo("4711");
  }

  @Test
  void aFinalJobStaysWhatItIs() {
    UUID job = jobs.failed(FailureKind.PERMANENT);

    assertThat(jobs.store.cancel(job)).isEmpty();

    assertThat(jobs.column(job, "status")).isEqualTo("FAILED");
  }

  /** Each round races claims of all its jobs against the cancellation of each job. */
  @Test
  void noJobRunsAfterItsCancelIsAcknowledgedHoweverItIsClaimedMeanwhile() throws Exception {
    int cancelledWhileRunning = 0;
    for (int round = 0; round < RACES / WIDTH; round++) {
      List<UUID> ids = Stream.generate(() -> jobs.submit("normal").id()).limit(WIDTH).toList();

      List<Object> results =
          Race.run(
              () -> ids.stream().map(id -> jobs.store.cancel(id).orElseThrow()).toList(),
              () ->
                  ids.stream()
                      .flatMap(id -> jobs.claims.claim(List.of(id), "a", true).stream())
                      .toList(),
              () -> jobs.claims.claim(ids, "b", true));

      cancelledWhileRunning +=
          (int) ((List<?>) results.get(0)).stream().filter(JobStatus.RUNNING::equals).count();
      List<Lease> leases =
          Stream.concat(((List<?>) results.get(1)).stream(), ((List<?>) results.get(2)).stream())
              .map(claimed -> ((ClaimedJob) claimed).lease())
              .toList();
      assertThat(jobs.leases.heartbeat(leases)).isEmpty();
      assertThat(jobs.claims.claim(ids, "c", true)).isEmpty();
      assertThat(
              jobs.jdbc
                  .sql(
                      "SELECT count(*) FROM training_jobs WHERE id = ANY(?) AND status = 'CANCELLED'")
                  .param(ids.toArray(UUID[]::new))
                  .query(Integer.class)
                  .single())
          .isEqualTo(WIDTH);
    }
    assertThat(cancelledWhileRunning).as("races that the claim won").isPositive();
    assertThat(
            jobs.jdbc
                .sql("SELECT count(*) FROM job_attempts WHERE finished_at IS NULL")
                .query(Integer.class)
                .single())
        .as("attempts left open")
        .isZero();
  }
}
