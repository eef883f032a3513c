package dev.trainyard.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.support.TestServers;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A check that cannot fail proves nothing: each one of the verifier finds what it is there for. */
class VerifierIT {
  private static final String KEYS = "verified-";
  private static final Combination COMBINATION = Combination.SMALL_RANDOM;

  private static final String NOT_FINAL = "STUCK: it has no final state";
  private static final String FAILED = "it failed, though it had attempts enough";
  private static final String LEASED = "a final job has a lease";
  private static final String CONFIGURED_ONCE =
      "DOUBLED: a completed job must have exactly one configuration, its own";
  private static final String CONFIGURED = "a job that did not complete has a configuration";
  private static final String DEAD_LETTERS = "a failed job has one dead letter, any other none";
  private static final String OPEN = "an attempt is open though the job is final";
  private static final String COMPLETED_ONCE =
      "a completed job has one completed attempt, the last; any other job has none";
  private static final String OVERLAP = "DOUBLED: an attempt began before the one before had ended";
  private static final String MISCOUNTED =
      "attempts are counted wrongly: a release keeps the number, anything else adds at most one";
  private static final String GAP = "its events have a gap";
  private static final String LAST_EVENT = "its events must end with its final state, told once";
  private static final String PROGRESS =
      "LIED ABOUT: the progress of a completed job is at its end, of any other before it";
  private static final String UNCONFIRMED = "LIED ABOUT: it is CANCELLED and its cancellation was";
  private static final String DIFFERENT = "its result differs from the undisturbed one";
  private static final String LOST = "LOST: it was accepted and is not there";

  /**
   * One thing done to a completed or a cancelled job, with which nothing was wrong.
   *
   * @param found how the only violation begins
   * @param sql what was done, to the jobs {@code :completed} and {@code :cancelled}
   */
  private record Doctored(String found, String sql) {

    @Override
    public String toString() {
      return found + " <- " + sql.strip();
    }
  }

  private static final List<Doctored> DOCTORED =
      List.of(
          new Doctored(
              LEASED, "UPDATE training_jobs SET lease_expires_at = now() WHERE id = :completed"),
          new Doctored(
              CONFIGURED_ONCE,
              "UPDATE training_jobs SET config_id = gen_random_uuid() WHERE id = :completed"),
          new Doctored(
              CONFIGURED_ONCE,
              """
              INSERT INTO trained_configurations
              SELECT (json_populate_record(c, json_build_object('id', uuid_v7()))).* FROM trained_configurations c
              WHERE job_id = :completed
              """),
          new Doctored(
              CONFIGURED,
              "UPDATE training_jobs SET config_id = gen_random_uuid() WHERE id = :cancelled"),
          new Doctored(
              CONFIGURED,
              """
              INSERT INTO trained_configurations
              SELECT (json_populate_record(c, json_build_object('id', uuid_v7(), 'job_id', :cancelled))).*
              FROM trained_configurations c WHERE job_id = :completed
              """),
          new Doctored(
              DEAD_LETTERS,
              """
              INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, kind, error_class, message, request,
                  attempts, expires_at)
              SELECT uuid_v7(), id, strategy, symbol, exchange, timeframe, 'lost', 'Lost', 'lost', request, 1, now()
              FROM training_jobs WHERE id = :completed
              """),
          new Doctored(
              OPEN, "UPDATE job_attempts SET finished_at = NULL WHERE job_id = :cancelled"),
          new Doctored(OPEN, "UPDATE job_attempts SET outcome = NULL WHERE job_id = :cancelled"),
          new Doctored(
              COMPLETED_ONCE,
              "UPDATE job_attempts SET outcome = 'released' WHERE job_id = :completed"),
          new Doctored(
              COMPLETED_ONCE,
              "UPDATE job_attempts SET outcome = 'completed' WHERE job_id = :completed"),
          new Doctored(
              COMPLETED_ONCE,
              "UPDATE job_attempts SET outcome = 'completed' WHERE job_id = :cancelled"),
          new Doctored(
              COMPLETED_ONCE,
              """
              UPDATE job_attempts SET outcome = CASE outcome WHEN 'completed' THEN 'released' ELSE 'completed' END
              WHERE job_id = :completed
              """),
          new Doctored(
              OVERLAP,
              """
              UPDATE job_attempts SET finished_at = finished_at + interval '1 hour'
              WHERE job_id = :completed AND outcome = 'released'
              """),
          new Doctored(MISCOUNTED, "UPDATE job_attempts SET number = 2 WHERE job_id = :cancelled"),
          new Doctored(
              MISCOUNTED,
              "UPDATE job_attempts SET number = 2 WHERE job_id = :completed AND outcome = 'completed'"),
          new Doctored(
              MISCOUNTED,
              """
              UPDATE job_attempts SET number = CASE outcome WHEN 'completed' THEN 3 ELSE 1 END,
                  outcome = CASE outcome WHEN 'completed' THEN outcome ELSE 'lost' END
              WHERE job_id = :completed
              """),
          new Doctored(GAP, "DELETE FROM job_events WHERE job_id = :completed AND seq = 2"),
          new Doctored(
              GAP, "UPDATE training_jobs SET event_seq = event_seq + 1 WHERE id = :completed"),
          new Doctored(
              LAST_EVENT,
              """
              UPDATE job_events SET data = '{"status": "PENDING"}'
              WHERE job_id = :completed AND data ->> 'status' = 'COMPLETED'
              """),
          new Doctored(
              LAST_EVENT,
              """
              UPDATE job_events SET data = '{"status": "FAILED"}' WHERE job_id = :completed AND seq = 2
              """),
          new Doctored(
              PROGRESS, "UPDATE training_progress SET percentage = 99 WHERE job_id = :completed"),
          new Doctored(
              PROGRESS, "UPDATE training_progress SET percentage = 100 WHERE job_id = :cancelled"),
          new Doctored(LOST, "DELETE FROM training_jobs WHERE id = :cancelled"),
          new Doctored(
              DIFFERENT,
              "UPDATE trained_configurations SET sharpe_ratio = 1e-9 WHERE job_id = :completed"),
          new Doctored(
              DIFFERENT,
              "UPDATE training_trials SET score = score + 1e-15 WHERE job_id = :completed AND number = 1"),
          new Doctored(
              DIFFERENT, "DELETE FROM training_trials WHERE job_id = :completed AND number = 0"));

  private static SingleConnectionDataSource dataSource;
  private static JdbcClient jdbc;

  private final FinishedJobs jobs = new FinishedJobs(dataSource);
  private AcceptedJob completed;
  private AcceptedJob cancelled;
  private Reference reference;

  @BeforeAll
  static void migrate() {
    dataSource = new SingleConnectionDataSource(TestServers.shared().freshDatabase().url(), true);
    Flyway.configure().dataSource(dataSource).load().migrate();
    jdbc = JdbcClient.create(dataSource);
    jdbc.sql("SET synchronous_commit = off").update();
    // What the schema makes impossible must be found too
    jdbc.sql("ALTER TABLE training_jobs DROP CONSTRAINT training_jobs_check").update();
    jdbc.sql("ALTER TABLE trained_configurations DROP CONSTRAINT trained_configurations_job_id_key")
        .update();
  }

  @AfterAll
  static void disconnect() {
    dataSource.destroy();
  }

  @BeforeEach
  void finishJobs() throws Exception {
    for (String table : List.of("training_jobs", "failed_jobs", "trained_configurations")) {
      jdbc.sql("DELETE FROM " + table).update();
    }
    completed = accepted(jobs.completed(KEYS + 0), KEYS + 0);
    cancelled = accepted(jobs.cancelled(KEYS + 1), KEYS + 1);
    Map<Combination, Outcome> outcomes = new EnumMap<>(Combination.class);
    outcomes.put(COMBINATION, Outcome.of(jdbc, completed.id()).orElseThrow());
    reference = new Reference(outcomes);
  }

  @Test
  void nothingIsWrongWithJobsThatEndedAsTheyShould() {
    assertThat(violations(completed, cancelled)).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("DOCTORED")
  void aDoctoredJobBreaksOneRule(Doctored doctored) {
    int rows =
        jdbc.sql(doctored.sql())
            .param("completed", completed.id())
            .param("cancelled", cancelled.id())
            .update();

    assertThat(rows).isPositive();
    assertThat(violations(completed, cancelled))
        .singleElement()
        .asString()
        .startsWith(doctored.found());
  }

  @Test
  void aJobThatWaitsIsStuck() throws Exception {
    AcceptedJob waiting = accepted(jobs.waiting(KEYS + 2), KEYS + 2);

    assertThat(violations(completed, cancelled, waiting)).containsExactly(NOT_FINAL);
  }

  @Test
  void aJobMustNotFail() throws Exception {
    AcceptedJob failed = accepted(jobs.failed(KEYS + 2), KEYS + 2);

    assertThat(violations(completed, cancelled, failed)).containsExactly(FAILED);
  }

  @Test
  void aFailedJobNeedsItsDeadLetter() throws Exception {
    AcceptedJob failed = accepted(jobs.failed(KEYS + 2), KEYS + 2);
    jdbc.sql("DELETE FROM failed_jobs").update();

    assertThat(violations(completed, cancelled, failed)).containsExactly(FAILED, DEAD_LETTERS);
  }

  @Test
  void aJobThatNobodyWasToldOfIsOneTooMany() {
    assertThat(violations(cancelled)).containsExactly("DOUBLED: it is there and was not accepted");
  }

  @Test
  void twoJobsForOneKeyAreOneTooMany() {
    assertThat(violations(completed, accepted(cancelled.id(), completed.key())))
        .containsExactly("two jobs were accepted under key " + completed.key());
  }

  @Test
  void aCancelledJobWhoseCancellationNobodyConfirmedIsALie() {
    assertThat(violations(Set.of(), completed, cancelled))
        .containsExactly(UNCONFIRMED + " not confirmed");
  }

  @Test
  void aJobThatCompletedThoughItsCancellationWasConfirmedIsALie() {
    assertThat(violations(Set.of(completed.id(), cancelled.id()), completed, cancelled))
        .containsExactly("LIED ABOUT: it is COMPLETED and its cancellation was confirmed");
  }

  /** A rule that is added gets its test, or this one fails. */
  @Test
  void everyRuleIsTried() {
    Set<String> tried = new HashSet<>(Set.of(NOT_FINAL, FAILED));
    DOCTORED.forEach(doctored -> tried.add(doctored.found()));

    assertThat(tried).containsAll(Verifier.RULES.stream().map(Verifier.Rule::text).toList());
  }

  private static AcceptedJob accepted(UUID id, String key) {
    return new AcceptedJob(id, key, COMBINATION);
  }

  private List<String> violations(AcceptedJob... accepted) {
    return violations(Set.of(cancelled.id()), accepted);
  }

  /** The first line of each violation, without the job's id. */
  private List<String> violations(Set<UUID> confirmed, AcceptedJob... accepted) {
    return new Verifier(jdbc, reference)
        .violations(Arrays.asList(accepted), confirmed, KEYS).stream()
            .map(text -> text.lines().findFirst().orElseThrow().replaceFirst("job [^:]*: ", ""))
            .toList();
  }
}
