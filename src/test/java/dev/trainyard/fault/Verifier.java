package dev.trainyard.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares what PostgreSQL holds, once nothing moves any more, with what was accepted. */
final class Verifier {

  /** A rule about jobs: the statement selects the id of each job that breaks it. */
  record Rule(String text, String violators) {}

  private static final String FINAL = "('COMPLETED', 'FAILED', 'CANCELLED')";

  static final List<Rule> RULES =
      List.of(
          new Rule(
              "STUCK: it has no final state",
              "SELECT id FROM training_jobs WHERE status NOT IN " + FINAL),
          new Rule(
              "it failed, though it had attempts enough",
              "SELECT id FROM training_jobs WHERE status = 'FAILED'"),
          new Rule(
              "a final job has a lease",
              "SELECT id FROM training_jobs WHERE lease_expires_at IS NOT NULL AND status IN "
                  + FINAL),
          new Rule(
              "DOUBLED: a completed job must have exactly one configuration, its own",
              """
              SELECT id FROM training_jobs j WHERE status = 'COMPLETED' AND
                  (SELECT array_agg(c.id) FROM trained_configurations c WHERE c.job_id = j.id) IS DISTINCT FROM ARRAY[config_id]
              """),
          new Rule(
              "a job that did not complete has a configuration",
              """
              SELECT id FROM training_jobs j WHERE status <> 'COMPLETED' AND (config_id IS NOT NULL OR
                  EXISTS (SELECT FROM trained_configurations c WHERE c.job_id = j.id))
              """),
          new Rule(
              "a failed job has one dead letter, any other none",
              """
              SELECT id FROM training_jobs j WHERE (status = 'FAILED')::integer <>
                  (SELECT count(*) FROM failed_jobs f WHERE f.job_id = j.id)
              """),
          new Rule(
              "an attempt is open though the job is final",
              """
              SELECT DISTINCT j.id FROM training_jobs j JOIN job_attempts a ON a.job_id = j.id
              WHERE a.finished_at IS NULL OR a.outcome IS NULL
              """),
          new Rule(
              "a completed job has one completed attempt, the last; any other job has none",
              """
              SELECT id FROM training_jobs j WHERE
                  (SELECT count(*) FROM job_attempts a WHERE a.job_id = j.id AND a.outcome = 'completed')
                      <> (status = 'COMPLETED')::integer
                  OR status = 'COMPLETED' AND (SELECT a.outcome FROM job_attempts a WHERE a.job_id = j.id
                      ORDER BY a.started_at DESC LIMIT 1) <> 'completed'
              """),
          new Rule(
              "DOUBLED: an attempt began before the one before had ended",
              """
              SELECT DISTINCT job_id FROM (
                SELECT job_id, started_at, lag(coalesce(finished_at, 'infinity')) OVER attempts AS ended FROM job_attempts
                WINDOW attempts AS (PARTITION BY job_id ORDER BY started_at)) a
              WHERE started_at < ended
              """),
          new Rule(
              "attempts are counted wrongly: a release keeps the number, anything else adds at most"
                  + " one",
              """
              SELECT DISTINCT job_id FROM (
                SELECT job_id, number, lag(number) OVER attempts AS before, lag(outcome) OVER attempts AS ended
                FROM job_attempts WINDOW attempts AS (PARTITION BY job_id ORDER BY started_at)) a
              WHERE before IS NULL AND number <> 1
                  OR number NOT BETWEEN before AND before + (ended <> 'released')::integer
              """),
          new Rule(
              "its events have a gap",
              """
              SELECT id FROM training_jobs j JOIN
                  (SELECT job_id, count(seq) AS events, min(seq) AS first, max(seq) AS last FROM job_events GROUP BY job_id) e
                  ON e.job_id = j.id
              WHERE first <> 1 OR last <> events OR last <> event_seq
              """),
          new Rule(
              "its events must end with its final state, told once",
              """
              SELECT id FROM training_jobs j WHERE status IN %1$s AND (
                  (SELECT e.data ->> 'status' FROM job_events e WHERE e.job_id = j.id AND e.type = 'state'
                      ORDER BY seq DESC LIMIT 1) IS DISTINCT FROM status
                  OR (SELECT count(*) FROM job_events e WHERE e.job_id = j.id AND e.data ->> 'status' IN %1$s) <> 1)
              """
                  .formatted(FINAL)),
          new Rule(
              "LIED ABOUT: the progress of a completed job is at its end, of any other before it",
              """
              SELECT id FROM training_jobs j LEFT JOIN training_progress p ON p.job_id = j.id
              WHERE (status = 'COMPLETED') <> (coalesce(p.percentage, 0) = 100)
              """));

  private final JdbcClient jdbc;
  private final Reference reference;
  private final List<String> violations = new ArrayList<>();
  private final Set<UUID> compared = new HashSet<>();

  Verifier(JdbcClient jdbc, Reference reference) {
    this.jdbc = jdbc;
    this.reference = reference;
  }

  /**
   * Compares the results of jobs that completed some time ago, and removes their trials, which fill
   * the disk in an hour.
   */
  void compareCompleted(List<AcceptedJob> accepted) {
    Set<UUID> completed =
        Set.copyOf(
            jdbc.sql(
                    "SELECT id FROM training_jobs WHERE status = 'COMPLETED' AND finished_at < now() - interval '30 seconds'")
                .query(UUID.class)
                .list());
    for (AcceptedJob job : accepted) {
      if (completed.contains(job.id()) && !compared.contains(job.id())) {
        compareOutcome(job);
        jdbc.sql("DELETE FROM training_trials WHERE job_id = :job").param("job", job.id()).update();
      }
    }
  }

  /**
   * Checks everything; returns a text with the job's history for each violation.
   *
   * @param accepted all jobs that were accepted
   * @param cancelled those whose cancellation was confirmed
   * @param keys how the idempotency keys of the jobs begin
   */
  List<String> violations(List<AcceptedJob> accepted, Set<UUID> cancelled, String keys) {
    Map<UUID, String> states = states(keys);
    Set<String> seen = new HashSet<>();
    Set<UUID> known = new HashSet<>();
    for (AcceptedJob job : accepted) {
      known.add(job.id());
      if (!seen.add(job.key())) {
        violation(job.id(), "two jobs were accepted under key " + job.key());
      }
      if (states.containsKey(job.id())) {
        checkOutcome(job, states.get(job.id()), cancelled.contains(job.id()));
      } else {
        violation(job.id(), "LOST: it was accepted and is not there");
      }
    }
    states.keySet().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> violation(id, "DOUBLED: it is there and was not accepted"));
    for (Rule rule : RULES) {
      jdbc.sql(rule.violators()).query(UUID.class).list().forEach(id -> violation(id, rule.text()));
    }
    return violations;
  }

  private Map<UUID, String> states(String keys) {
    Map<UUID, String> states = new HashMap<>();
    jdbc.sql("SELECT id, status FROM training_jobs WHERE idempotency_key LIKE :keys")
        .param("keys", keys + "%")
        .query(
            row -> {
              states.put(row.getObject("id", UUID.class), row.getString("status"));
            });
    return states;
  }

  private void checkOutcome(AcceptedJob job, String status, boolean cancelled) {
    if (cancelled != status.equals("CANCELLED")) {
      violation(
          job.id(),
          "LIED ABOUT: it is %s and its cancellation was %s"
              .formatted(status, cancelled ? "confirmed" : "not confirmed"));
    }
    if (status.equals("COMPLETED") && !compared.contains(job.id())) {
      compareOutcome(job);
    }
  }

  private void compareOutcome(AcceptedJob job) {
    Optional<Outcome> outcome = Outcome.of(jdbc, job.id());
    compared.add(job.id());
    Outcome expected = reference.of(job.combination());
    if (!outcome.equals(Optional.of(expected))) {
      violation(
          job.id(),
          "its result differs from the undisturbed one of %s:\n    is       %s\n    expected %s"
              .formatted(job.combination(), outcome, expected));
    }
  }

  private void violation(UUID job, String text) {
    violations.add("job %s: %s\n%s".formatted(job, text, JobHistory.of(jdbc, job)));
  }
}
