package dev.trainyard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.sql.Migrations;
import dev.trainyard.startup.Finding;
import dev.trainyard.startup.Finding.Level;
import dev.trainyard.support.TestServers;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

/** What is told of jobs that wait, and of jobs that have failed. */
@TestInstance(Lifecycle.PER_CLASS)
class QueueDiagnosisIT {
  private final DataSource database = TestServers.shared().freshDatabase().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);

  private MockEnvironment environment = new MockEnvironment();

  @BeforeAll
  void migrate() {
    Migrations.migrate(database);
  }

  @BeforeEach
  void empty() {
    environment = new MockEnvironment();
    jdbc.sql("TRUNCATE training_jobs, failed_jobs, workers CASCADE").update();
    jdbc.sql("UPDATE queue_state SET paused = false").update();
  }

  @Test
  void nothingIsWrongWithAnEmptyQueue() {
    assertThat(findings()).extracting(Finding::level).containsExactly(Level.OK, Level.OK);
    assertThat(queue().message()).startsWith("0 jobs are due").endsWith("of 0 workers");
  }

  @Test
  void nothingIsToldOfADatabaseWithoutASchema() {
    DataSource empty = TestServers.shared().freshDatabase().dataSource();

    assertThat(new QueueDiagnosis(environment, empty, Clock.systemUTC()).findings()).isEmpty();
  }

  @Test
  void dueJobsWithoutAWorkerAreWrong() {
    insertDueJob();

    assertThat(queue().level()).isEqualTo(Level.WRONG);
    assertThat(queue().advice()).contains("trainyard.role=worker");
  }

  @Test
  void aJobThatAFreeSlotDoesNotTakeIsWrong() {
    insertDueJob();
    insertWorker(2);

    assertThat(queue().level()).isEqualTo(Level.WRONG);
    assertThat(queue().message())
        .contains("in 2 slots of 1 workers; slots are free, and a job has been due for 5 minutes");
    assertThat(queue().advice()).contains("whether the route training runs");
  }

  @Test
  void aPauseIsWhatIsToldFirst() {
    insertDueJob();
    jdbc.sql("UPDATE queue_state SET paused = true").update();

    assertThat(queue().level()).isEqualTo(Level.WARNING);
    assertThat(queue().message()).endsWith("it is paused");
    assertThat(queue().advice()).contains("POST /api/v2/training/queue/resume");
  }

  @Test
  void jobsThatWaitForBusySlotsAreToldAfterAnHour() {
    insertDueJob();
    insertWorker(0);
    assertThat(queue().level()).isEqualTo(Level.OK);

    jdbc.sql("UPDATE training_jobs SET run_at = now() - interval '61 minutes'").update();

    assertThat(queue().level()).isEqualTo(Level.WARNING);
    assertThat(queue().message()).endsWith("due for 61 minutes");
  }

  @Test
  void aFullQueueIsTold() {
    insertDueJob();
    insertWorker(0);
    environment.setProperty("trainyard.queue.max-queued", "1");

    assertThat(queue().level()).isEqualTo(Level.WARNING);
    assertThat(queue().message()).contains("answered 429, as trainyard.queue.max-queued is 1");
  }

  @Test
  void aSettingThatCannotWorkIsTold() {
    environment.setProperty("trainyard.queue.lease", "1s");

    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.WRONG);
              assertThat(finding.message()).contains("at least three times");
            });
  }

  @Test
  void failuresAreToldByTheirCauseWithWhatHelps() {
    insertFailure("lost");
    insertFailure("timeout");
    insertFailure("transient");
    insertFailure("permanent");

    List<Finding> failures = findings().subList(1, 5);

    assertThat(failures).extracting(Finding::level).containsOnly(Level.WARNING);
    assertThat(failures)
        .extracting(Finding::message)
        .contains("1 in the last hour by Of-lost, the last one: no luck");
    assertThat(failures.stream().map(failure -> String.valueOf(failure.advice())))
        .anyMatch(advice -> advice.contains("status 3 and 137 are memory"))
        .anyMatch(advice -> advice.contains("timeout_seconds"))
        .anyMatch(advice -> advice.contains("Bring back what it needed"))
        .anyMatch(advice -> advice.contains("Correct what the message names"))
        .allMatch(advice -> advice.contains("GET /api/v2/training/failed-jobs/"));
  }

  @Test
  void failuresOfLongAgoAreNotTold() {
    insertFailure("lost");
    jdbc.sql("UPDATE failed_jobs SET failed_at = now() - interval '2 hours'").update();

    assertThat(findings().get(1).level()).isEqualTo(Level.OK);
  }

  private List<Finding> findings() {
    return new QueueDiagnosis(environment, database, Clock.systemUTC()).findings();
  }

  private Finding queue() {
    return findings().get(0);
  }

  private void insertDueJob() {
    jdbc.sql(
            """
            INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at,
                ready_score, timeout_seconds, max_attempts, space, batch_size)
            VALUES (gen_random_uuid(), 'PENDING', 'S', 'A/B', 'x', '5m', 'normal', '{}', now() - interval '5 minutes',
                1, 60, 3, '[]', 8)
            """)
        .update();
  }

  private void insertWorker(int slots) {
    jdbc.sql(
            """
            INSERT INTO workers (id, host, pid, version, slots, last_heartbeat)
            VALUES ('w', 'h', 1, 'v', :slots, now() + interval '1 hour')
            """)
        .param("slots", slots)
        .update();
  }

  private void insertFailure(String kind) {
    jdbc.sql(
            """
            INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, kind, error_class, message,
                request, attempts, expires_at)
            VALUES (gen_random_uuid(), gen_random_uuid(), 'S', 'A/B', 'x', '5m', :kind, 'Of-' || :kind, 'no luck', '{}',
                3, now() + interval '1 day')
            """)
        .param("kind", kind)
        .update();
  }
}
