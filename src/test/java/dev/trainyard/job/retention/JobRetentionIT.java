package dev.trainyard.job.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.StoredJobs;
import dev.trainyard.retention.Kind;
import dev.trainyard.retention.RowsRemoved;
import dev.trainyard.retention.Sweeper;
import dev.trainyard.support.ManualClock;
import dev.trainyard.support.SampleRetention;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is removed of jobs that ended long ago, and what stays. */
class JobRetentionIT {
  private StoredJobs jobs;
  private JdbcClient jdbc;
  private JobRetention retention;
  private RemovedParts removed;
  private final List<RowsRemoved> told = new ArrayList<>();

  @BeforeEach
  void open() {
    jobs = new StoredJobs();
    jdbc = jobs.jdbc;
    // A clock that stands still lets one call go on until nothing is left
    retention =
        new JobRetention(
            jdbc,
            new Sweeper(
                jdbc,
                jobs.transaction(),
                event -> told.add((RowsRemoved) event),
                new ManualClock()));
    removed = new RemovedParts(jdbc, SampleRetention.settings());
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void trialsGoWhenTheirTimeIsOverAndTheJobStays() {
    UUID old = completed(91);
    UUID young = completed(89);
    UUID running = jobs.claim(jobs.submit("normal").id()).jobId();
    addTrials(running, 3);

    retention.forgetTrials("90d");

    assertThat(count("training_trials", old)).isZero();
    assertThat(count("training_trials", young)).isEqualTo(3);
    assertThat(count("training_trials", running)).isEqualTo(3);
    assertThat(count("training_logs", old)).isPositive();
    assertThat(jobs.column(old, "status")).isEqualTo("COMPLETED");
    assertThat(told).containsExactly(new RowsRemoved(Kind.TRIALS, 3));
    assertThat(removed.trials(old))
        .hasValueSatisfying(text -> assertThat(text).contains("90 days"));
    assertThat(removed.trials(young)).isEmpty();
    assertThat(removed.trials(running)).isEmpty();
    assertThat(removed.logs(old)).isEmpty();
  }

  @Test
  void aJobThatNeverHadTrialsHasLostNone() {
    UUID job = jobs.failed(FailureKind.PERMANENT);
    age(job, 100);

    retention.forgetTrials("90d");

    assertThat(removed.trials(job)).isEmpty();
  }

  @Test
  void moreTrialsThanOneTransactionTakesGoInSeveral() {
    UUID large = completed(91);
    addTrials(large, 2_500);
    List<UUID> others = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      others.add(completed(92));
    }

    retention.forgetTrials("90d");

    assertThat(jdbc.sql("SELECT count(*) FROM training_trials").query(Long.class).single())
        .isZero();
    assertThat(told.stream().mapToLong(RowsRemoved::rows).sum()).isEqualTo(2_503 + 65 * 3);
    assertThat(told).allSatisfy(step -> assertThat(step.rows()).isLessThanOrEqualTo(1_000));
    assertThat(others).allSatisfy(job -> assertThat(removed.trials(job)).isPresent());
  }

  @Test
  void jobsThatEndAfterARoundAreFoundByTheNextOne() {
    completed(200);
    retention.forgetTrials("90d");
    UUID later = completed(95);
    UUID last = completed(90);
    age(last, 89);

    // Its mark has come to the limit of that time, which is behind neither
    jdbc.sql("UPDATE retention_marks SET ended = now() - interval '96 days' WHERE kind = 'trials'")
        .update();
    retention.forgetTrials("90d");
    assertThat(count("training_trials", later)).isZero();
    assertThat(count("training_trials", last)).isEqualTo(3);

    retention.forgetTrials("88d");
    assertThat(count("training_trials", last)).isZero();
  }

  @Test
  void aGapOfYearsIsPassed() {
    UUID first = completed(3_000);
    UUID second = completed(100);

    retention.forgetTrials("90d");

    assertThat(count("training_trials", first)).isZero();
    assertThat(count("training_trials", second)).isZero();
  }

  @Test
  void nothingGoesThatIsKeptForEver() {
    UUID job = completed(10_000);

    for (String forever : List.of("0", "forever")) {
      retention.forgetTrials(forever);
      retention.forgetLogs(forever);
      retention.forgetJobs(forever);
    }

    assertThat(count("training_trials", job)).isEqualTo(3);
    assertThat(count("training_logs", job)).isPositive();
  }

  @Test
  void aLogGoesExceptForTheEventOfTheEnd() {
    UUID old = completed(91);
    UUID young = completed(89);
    long events = count("job_events", young);

    retention.forgetLogs("90d");

    assertThat(count("training_logs", old)).isZero();
    assertThat(jobs.events(old)).singleElement().asString().contains("COMPLETED");
    assertThat(count("job_events", young)).isEqualTo(events);
    assertThat(removed.logs(old))
        .hasValueSatisfying(text -> assertThat(text).contains("retention.logs"));
    assertThat(jdbc.sql("SELECT up_to FROM forgotten_events").query(Long.class).single())
        .as("who has read less is told that something is missing")
        .isPositive();
  }

  @Test
  void aJobGoesWithAllThatIsItsUnlessItHasAConfiguration() {
    UUID failed = failedLongAgo();
    addTrials(failed, 1_500);
    UUID completed = completed(500);
    UUID recent = jobs.failed(FailureKind.PERMANENT);

    retention.forgetJobs("400d");

    assertThat(exists(failed)).isFalse();
    assertThat(count("training_trials", failed)).isZero();
    assertThat(count("job_attempts", failed)).isZero();
    assertThat(exists(completed)).isTrue();
    assertThat(count("training_trials", completed)).isEqualTo(3);
    assertThat(exists(recent)).isTrue();
    assertThat(told).containsExactly(new RowsRemoved(Kind.JOBS, 1));
  }

  @Test
  void aJobWhoseConfigurationIsDeletedLaterGoesThen() {
    UUID job = completed(500);
    retention.forgetJobs("400d");
    assertThat(exists(job)).isTrue();

    jdbc.sql("DELETE FROM trained_configurations WHERE job_id = :id").param("id", job).update();
    retention.forgetJobs("400d");

    assertThat(exists(job)).isFalse();
    assertThat(jdbc.sql("SELECT count(*) FROM late_removals").query(Long.class).single()).isZero();
  }

  @Test
  void aJobWaitsForItsReceiverAndItsDeadLetter() {
    UUID letter = jobs.failed(FailureKind.PERMANENT);
    age(letter, 500);
    UUID callback = failedLongAgo();
    jdbc.sql(
            """
            INSERT INTO callbacks (id, job_id, client, event, url, receiver, body)
            VALUES (uuid_v7(), :job, gen_random_uuid(), 'failed', 'http://localhost/', 'localhost', '{}')
            """)
        .param("job", callback)
        .update();

    retention.forgetJobs("400d");
    assertThat(exists(letter)).isTrue();
    assertThat(exists(callback)).isTrue();

    jdbc.sql("UPDATE failed_jobs SET expires_at = now() - interval '1 second'").update();
    jdbc.sql("UPDATE callbacks SET state = 'delivered', ended_at = now()").update();
    retention.forgetJobs("400d");
    assertThat(exists(letter)).isFalse();
    assertThat(exists(callback)).isFalse();
  }

  @Test
  void aBatchGoesWithItsLastJob() {
    UUID one = failedLongAgo();
    UUID other = jobs.failed(FailureKind.PERMANENT);
    UUID batch =
        jdbc.sql("INSERT INTO batches (id, request, jobs) VALUES (uuid_v7(), '{}', 2) RETURNING id")
            .query(UUID.class)
            .single();
    jdbc.sql("UPDATE training_jobs SET batch_id = :batch").param("batch", batch).update();

    retention.forgetJobs("400d");
    assertThat(exists(one)).isFalse();
    assertThat(batches()).isEqualTo(1);

    jdbc.sql("DELETE FROM failed_jobs").update();
    age(other, 401);
    jdbc.sql("UPDATE retention_marks SET ended = now() - interval '500 days' WHERE kind = 'jobs'")
        .update();
    retention.forgetJobs("400d");
    assertThat(batches()).isZero();
  }

  @Test
  void aJobThatIsRetriedWithoutItsTrialsBeginsAgain() {
    UUID job = jobs.failed(FailureKind.TRANSIENT);
    addTrials(job, 3);
    jdbc.sql(
            """
            INSERT INTO training_progress (job_id, attempt, stage, percentage, step_percentage)
            VALUES (:job, 1, 'VALIDATION', 80, 10)
            """)
        .param("job", job)
        .update();
    age(job, 91);

    retention.forgetTrials("90d");
    assertThat(removed.trials(job)).isPresent();
    assertThat(jobs.store.retryEnded(job)).isPresent();

    assertThat(count("training_progress", job)).isZero();
    assertThat(
            jdbc.sql(
                    "SELECT message FROM training_logs WHERE job_id = :job ORDER BY seq DESC LIMIT 1")
                .param("job", job)
                .query(String.class)
                .single())
        .contains("its search begins");
    assertThat(removed.trials(job)).as("it makes them again").isEmpty();
  }

  /** Whoever holds the job may be about to start it again. */
  @Test
  void aJobThatSomebodyHoldsIsLeftForTheNextRound() {
    UUID held = failedLongAgo();
    addTrials(held, 3);

    jobs.transaction()
        .executeWithoutResult(
            status -> {
              jdbc.sql("SELECT FROM training_jobs WHERE id = :id FOR NO KEY UPDATE")
                  .param("id", held)
                  .query((row, number) -> 1)
                  .list();
              Thread other =
                  new Thread(
                      () -> {
                        retention.forgetTrials("90d");
                        retention.forgetJobs("400d");
                      });
              other.start();
              try {
                other.join();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              assertThat(count("training_trials", held)).isEqualTo(3);
            });

    retention.forgetTrials("90d");
    retention.forgetJobs("400d");
    assertThat(exists(held)).isFalse();
  }

  @Test
  void aRoundThatFindsNothingWritesNothing() {
    completed(91);
    String marks = "SELECT string_agg(xmin::text, ' ' ORDER BY kind) FROM retention_marks";
    retention.forgetTrials("90d");
    retention.forgetLogs("90d");
    retention.forgetJobs("90d");
    String before = jdbc.sql(marks).query(String.class).single();

    retention.forgetTrials("90d");
    retention.forgetLogs("90d");
    retention.forgetJobs("90d");

    assertThat(jdbc.sql(marks).query(String.class).single()).isEqualTo(before);
  }

  @Test
  void oneProcessSweepsAtATime() {
    UUID job = completed(91);

    jobs.transaction()
        .executeWithoutResult(
            status -> {
              jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('trainyard.retention'))")
                  .query((row, number) -> 1)
                  .list();
              Thread other = new Thread(() -> retention.forgetTrials("90d"));
              other.start();
              try {
                other.join();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(count("training_trials", job)).isEqualTo(3);
  }

  private UUID failedLongAgo() {
    UUID job = jobs.failed(FailureKind.PERMANENT);
    jdbc.sql("DELETE FROM failed_jobs WHERE job_id = :id").param("id", job).update();
    age(job, 500);
    return job;
  }

  private UUID completed(int days) {
    Lease lease = jobs.claim(jobs.submit("normal").id());
    addTrials(lease.jobId(), 3);
    jobs.pin(lease);
    assertThat(jobs.complete(lease)).isTrue();
    age(lease.jobId(), days);
    return lease.jobId();
  }

  private void age(UUID job, int days) {
    jdbc.sql(
            "UPDATE training_jobs SET finished_at = now() - :days * interval '1 day' WHERE id = :id")
        .param("days", days)
        .param("id", job)
        .update();
  }

  private void addTrials(UUID job, int count) {
    jdbc.sql(
            """
            INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics)
            SELECT :job, 'search', n, '{}', 1, 0, true, '{}'
            FROM generate_series((SELECT count(*) FROM training_trials WHERE job_id = :job),
                (SELECT count(*) FROM training_trials WHERE job_id = :job) + :count - 1) n
            """)
        .param("job", job)
        .param("count", count)
        .update();
    jdbc.sql("UPDATE job_attempts SET trials = trials + :count WHERE job_id = :job")
        .param("job", job)
        .param("count", count)
        .update();
  }

  private boolean exists(UUID job) {
    return jdbc.sql("SELECT EXISTS (SELECT FROM training_jobs WHERE id = :id)")
        .param("id", job)
        .query(Boolean.class)
        .single();
  }

  private long count(String table, UUID job) {
    return jdbc.sql("SELECT count(*) FROM " + table + " WHERE job_id = :id")
        .param("id", job)
        .query(Long.class)
        .single();
  }

  private long batches() {
    return jdbc.sql("SELECT count(*) FROM batches").query(Long.class).single();
  }
}
