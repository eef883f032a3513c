package dev.trainyard.job.retention;

import dev.trainyard.job.retention.EndedJobs.Stretch;
import dev.trainyard.retention.KeptFor;
import dev.trainyard.retention.Kind;
import dev.trainyard.retention.Removal.Step;
import dev.trainyard.retention.Sweeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Removes trials, log lines and events of jobs that ended long ago, and in the end those jobs that
 * have no configuration.
 *
 * <p>Each transaction locks the jobs whose rows it removes, so that none is started again
 * meanwhile, and passes over jobs that others hold: it waits for nobody, and whoever waits for it
 * waits for a short transaction. Jobs that wait or run are never locked.
 */
@Repository("jobRetention")
public class JobRetention {
  private static final String HAS_NO_CONFIGURATION =
      "NOT EXISTS (SELECT FROM trained_configurations c WHERE c.job_id = j.id)";

  /** A receiver is to be told of its end, or its dead letter can be replayed. */
  private static final String IS_NEEDED =
      """
      (EXISTS (SELECT FROM callbacks b WHERE b.job_id = j.id AND b.state = 'pending')
          OR EXISTS (SELECT FROM failed_jobs f WHERE f.job_id = j.id AND f.expires_at > now()))
      """;

  private static final String LOCK =
      """
      SELECT j.id FROM training_jobs j
      WHERE j.id = ANY(:jobs) AND j.finished_at < now() - :age_ms * interval '1 millisecond'
      ORDER BY j.id FOR %s SKIP LOCKED
      """;

  /**
   * Progress goes with the trials that it tells of, unless the job is completed and cannot be
   * retried. Then what was said of them may be said again.
   */
  private static final String TRIALS =
      """
      WITH gone AS (
        DELETE FROM training_trials t WHERE t.ctid = ANY(ARRAY(
          SELECT part.ctid FROM unnest(CAST(:jobs AS uuid[])) AS j (id) CROSS JOIN LATERAL (
            SELECT x.ctid FROM training_trials x WHERE x.job_id = j.id LIMIT :most) part LIMIT :most))
        RETURNING t.job_id),
      unfinished AS (
        SELECT j.id FROM training_jobs j WHERE j.id IN (SELECT job_id FROM gone) AND j.status <> 'COMPLETED'),
      progress AS (
        DELETE FROM training_progress p USING unfinished WHERE p.job_id = unfinished.id),
      said AS (
        UPDATE training_logs g SET key = NULL FROM unfinished WHERE g.job_id = unfinished.id AND g.key IS NOT NULL)
      SELECT count(*) FROM gone
      """;

  private static final String LINES =
      """
      WITH gone AS (
        DELETE FROM training_logs l WHERE l.ctid = ANY(ARRAY(
          SELECT part.ctid FROM unnest(CAST(:jobs AS uuid[])) AS j (id) CROSS JOIN LATERAL (
            SELECT x.ctid FROM training_logs x WHERE x.job_id = j.id LIMIT :most) part LIMIT :most))
        RETURNING l.seq AS id),
      """;

  /** The event of the end stays, as it ends the stream of whoever follows the job. */
  private static final String EVENTS =
      """
      WITH gone AS (
        DELETE FROM job_events e WHERE e.ctid = ANY(ARRAY(
          SELECT part.ctid FROM unnest(CAST(:jobs AS uuid[])) AS j (id) CROSS JOIN LATERAL (
            SELECT x.ctid FROM job_events x
            WHERE x.job_id = j.id AND x.id < (SELECT max(s.id) FROM job_events s WHERE s.job_id = j.id AND s.type = 'state')
            LIMIT :most) part LIMIT :most))
        RETURNING e.id),
      """;

  private static final String NOTED =
      """
      noted AS (
        UPDATE forgotten_events f SET up_to = last.id FROM (SELECT max(id) AS id FROM gone) last WHERE last.id > f.up_to)
      SELECT count(*) FROM gone
      """;

  private static final String NEEDED =
      "SELECT j.id FROM training_jobs j WHERE j.id = ANY(:jobs) AND " + IS_NEEDED;

  private static final String PUT_OFF =
      """
      INSERT INTO late_removals (job_id, ended)
      SELECT id, finished_at FROM training_jobs WHERE id = ANY(:jobs) ON CONFLICT DO NOTHING
      """;

  private static final String DELETE =
      "DELETE FROM training_jobs WHERE id = ANY(:jobs) RETURNING batch_id";

  private static final String DELETE_EMPTY_BATCHES =
      """
      DELETE FROM batches b
      WHERE b.id = ANY(:batches) AND NOT EXISTS (SELECT FROM training_jobs j WHERE j.batch_id = b.id)
      """;

  private static final String LATE =
      """
      SELECT j.id FROM late_removals l JOIN training_jobs j ON j.id = l.job_id
      WHERE l.ended < now() - :age_ms * interval '1 millisecond'
          AND j.finished_at < now() - :age_ms * interval '1 millisecond'
          AND %s AND NOT %s
      ORDER BY l.ended LIMIT :some
      """
          .formatted(HAS_NO_CONFIGURATION, IS_NEEDED);

  /** Those that were retried and have a configuration now. */
  private static final String STAY =
      """
      DELETE FROM late_removals l WHERE l.ended < now() - :age_ms * interval '1 millisecond'
          AND EXISTS (SELECT FROM trained_configurations c WHERE c.job_id = l.job_id)
      """;

  private static final int SOME = 50;

  private final JdbcClient jdbc;
  private final Sweeper sweeper;
  private final EndedJobs ofTrials;
  private final EndedJobs ofLogs;
  private final EndedJobs ofJobs;

  /** Creates the retention of a database. */
  public JobRetention(JdbcClient jdbc, Sweeper sweeper) {
    this.jdbc = jdbc;
    this.sweeper = sweeper;
    this.ofTrials = new EndedJobs(jdbc, Kind.TRIALS, "true");
    this.ofLogs = new EndedJobs(jdbc, Kind.LOGS, "true");
    this.ofJobs = new EndedJobs(jdbc, Kind.JOBS, HAS_NO_CONFIGURATION);
  }

  /**
   * Deletes the trials of jobs that ended long ago.
   *
   * @param age how long they are kept, such as {@code 90d}
   */
  public void forgetTrials(String age) {
    sweeper.sweep(
        Kind.TRIALS,
        KeptFor.of(age),
        (kept, most) -> parts(ofTrials, kept, jobs -> delete(TRIALS, jobs, most)));
  }

  /**
   * Deletes the log lines and events of jobs that ended long ago.
   *
   * @param age how long they are kept, such as {@code 90d}
   */
  public void forgetLogs(String age) {
    sweeper.sweep(
        Kind.LOGS,
        KeptFor.of(age),
        (kept, most) -> parts(ofLogs, kept, jobs -> deleteStory(jobs, most)));
  }

  /**
   * Deletes jobs that ended long ago and have no configuration, with all that is theirs, and the
   * batches that are empty then.
   *
   * @param age how long they are kept, such as {@code 400d}
   */
  public void forgetJobs(String age) {
    sweeper.sweep(Kind.JOBS, KeptFor.of(age), this::jobs);
  }

  /** Removes rows of some jobs; the step goes on as long as they may have more. */
  @FunctionalInterface
  private interface Parts {
    Step delete(List<UUID> jobs);
  }

  private Step parts(EndedJobs ended, Duration kept, Parts parts) {
    Stretch stretch = ended.next(kept);
    List<UUID> locked = lock("NO KEY UPDATE", stretch.jobs(), kept);
    Step step = locked.isEmpty() ? Step.DONE : parts.delete(locked);
    if (step.goesOn() || locked.size() < stretch.jobs().size()) {
      return step;
    }
    ended.move(stretch.place());
    return new Step(step.rows(), !stretch.isLast());
  }

  private Step jobs(Duration kept, int most) {
    Stretch stretch = ofJobs.next(kept);
    if (stretch.jobs().isEmpty() && stretch.isLast()) {
      ofJobs.move(stretch.place());
      return late(kept, most);
    }
    List<UUID> locked = lock("UPDATE", stretch.jobs(), kept);
    Step step = deleteJobs(locked, most);
    if (step.goesOn() || locked.size() < stretch.jobs().size()) {
      return step;
    }
    ofJobs.move(stretch.place());
    return new Step(step.rows(), true);
  }

  private Step late(Duration kept, int most) {
    jdbc.sql(STAY).param("age_ms", kept.toMillis()).update();
    List<UUID> found =
        jdbc.sql(LATE)
            .param("age_ms", kept.toMillis())
            .param("some", SOME)
            .query(UUID.class)
            .list();
    List<UUID> locked = lock("UPDATE", found, kept);
    Step step = deleteJobs(locked, most);
    return step.goesOn() ? step : new Step(step.rows(), locked.size() == SOME);
  }

  private Step deleteJobs(List<UUID> locked, int most) {
    if (locked.isEmpty()) {
      return Step.DONE;
    }
    List<UUID> needed = jdbc.sql(NEEDED).param("jobs", array(locked)).query(UUID.class).list();
    List<UUID> free = new ArrayList<>(locked);
    free.removeAll(needed);
    if (delete(TRIALS, free, most).goesOn() || deleteStory(free, most).goesOn()) {
      return new Step(0, true);
    }
    jdbc.sql(PUT_OFF).param("jobs", array(needed)).update();
    List<UUID> batches = new ArrayList<>();
    int[] deleted = {0};
    jdbc.sql(DELETE)
        .param("jobs", array(free))
        .query(
            row -> {
              deleted[0]++;
              UUID batch = row.getObject(1, UUID.class);
              if (batch != null) {
                batches.add(batch);
              }
            });
    jdbc.sql(DELETE_EMPTY_BATCHES).param("batches", array(batches)).update();
    return new Step(deleted[0], false);
  }

  private Step deleteStory(List<UUID> jobs, int most) {
    Step lines = delete(LINES + NOTED, jobs, most);
    Step events = delete(EVENTS + NOTED, jobs, most);
    return new Step(lines.rows() + events.rows(), lines.goesOn() || events.goesOn());
  }

  private Step delete(String statement, List<UUID> jobs, int most) {
    return Step.of(
        jdbc.sql(statement)
            .param("jobs", array(jobs))
            .param("most", most)
            .query(Long.class)
            .single(),
        most);
  }

  private List<UUID> lock(String strength, List<UUID> jobs, Duration kept) {
    return jobs.isEmpty()
        ? List.of()
        : jdbc.sql(LOCK.formatted(strength))
            .param("jobs", array(jobs))
            .param("age_ms", kept.toMillis())
            .query(UUID.class)
            .list();
  }

  private static UUID[] array(List<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }
}
