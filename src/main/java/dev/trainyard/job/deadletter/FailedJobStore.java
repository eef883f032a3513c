package dev.trainyard.job.deadletter;

import dev.trainyard.job.Priority;
import dev.trainyard.job.TraceContext;
import dev.trainyard.job.batch.SubmittedBatch;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.lifecycle.TransitionSql;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.sql.Conditions;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What becomes of dead letters. A replay is a new job with the request and the pinned space of the
 * failed one; job and dead letter are linked by the statement that makes the job, so each dead
 * letter is replayed once, whoever asks and whatever dies.
 */
@Repository
public class FailedJobStore {

  /**
   * Makes the jobs for the dead letters {@code l} of the failed jobs {@code j}, which are all
   * locked in the order of {@link TransitionSql}. The request's time to start counts if it is still
   * to come. The planner may know nothing of thousands of new dead letters: they are found again by
   * the index on their job alone, and their jobs by their ids, as it would go through all for each.
   */
  private static final String REPLAYED =
      """
      , source AS (
        SELECT uuid_v7() AS id, l.job_id, l.request, j.strategy, j.symbol, j.exchange, j.timeframe,
            j.priority, j.timeout_seconds, j.max_attempts, j.space, j.batch_size,
            greatest(now(), CAST(l.request ->> 'run_at' AS timestamptz)) AS run_at
        FROM l JOIN training_jobs j ON j.id = l.job_id),
      n AS (
        INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, replay_of, batch_id,
            run_at, ready_score, timeout_seconds, max_attempts, space, batch_size, trace_context)
        SELECT s.id, 'PENDING', s.strategy, s.symbol, s.exchange, s.timeframe, s.priority, s.request, s.job_id, batch.id,
            s.run_at, (extract(epoch FROM s.run_at) * 1000)::bigint - %s, s.timeout_seconds, s.max_attempts, s.space,
            s.batch_size, CAST(:trace_context AS text)
        FROM source s, batch
        ON CONFLICT (replay_of) DO NOTHING
        RETURNING id, replay_of, batch_id, ready_score, run_at),
      f AS (
        UPDATE failed_jobs f SET replayed_as = coalesce(f.replayed_as, n.id) FROM n WHERE f.job_id = n.replay_of),
      e AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, 1, 'state', json_build_object('status', 'PENDING') FROM n)
      """
          .formatted(TransitionSql.HEAD_START);

  private static final String SUBMITTED =
      "SELECT id, batch_id, ready_score, run_at, run_at <= now() AS due FROM n";

  /**
   * The failed jobs of some dead letters, locked; how those are found belongs into the first gap.
   */
  private static final String REPLAYABLE_JOBS =
      """
      j AS (
        SELECT id FROM training_jobs WHERE status = 'FAILED' AND id IN (SELECT job_id FROM failed_jobs %s)
        ORDER BY id FOR NO KEY UPDATE %s)
      """;

  private static final String REPLAY =
      "WITH batch AS (SELECT CAST(NULL AS uuid) AS id), "
          + REPLAYABLE_JOBS.formatted("WHERE id = :id", "")
          + """
          , l AS (
            SELECT * FROM failed_jobs
            WHERE id = :id AND replayed_as IS NULL AND expires_at > now() AND job_id IN (SELECT id FROM j)
            FOR NO KEY UPDATE)
          """
          + REPLAYED
          + SUBMITTED;

  /** The conditions of a filter belong into the gaps. */
  private static final String REPLAY_ALL =
      "WITH batch AS (SELECT uuid_v7() AS id), "
          + REPLAYABLE_JOBS.formatted("%1$s", "SKIP LOCKED")
          + """
          , l AS (
            SELECT * FROM failed_jobs %1$s AND job_id = ANY(ARRAY(SELECT id FROM j))
            ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
          """
          + REPLAYED
          + """
          , b AS (
            INSERT INTO batches (id, request, jobs)
            SELECT batch_id, CAST(:batch_request AS json), count(*) FROM n GROUP BY batch_id)
          """
          + SUBMITTED;

  private static final String COUNT =
      "SELECT count(*) FROM (SELECT FROM failed_jobs %s LIMIT :limit) letters";

  private final JdbcClient jdbc;
  private final QueueSettings queue;

  public FailedJobStore(JdbcClient jdbc, QueueSettings queue) {
    this.jdbc = jdbc;
    this.queue = queue;
  }

  /**
   * Replays a dead letter.
   *
   * @return the new job, or empty when it was replayed before, is gone, or its job has not failed
   *     or is gone
   */
  public Optional<SubmittedJob> replay(UUID id) {
    return statement(REPLAY)
        .param("id", id)
        .param("trace_context", TraceContext.current())
        .query(JobStore.SUBMITTED)
        .optional();
  }

  /**
   * Replays all dead letters of a filter that have not been, as one batch: all of them or, when
   * this fails, none. Those that another replay holds at this moment are left to it.
   *
   * @param request the filter as the client gave it, JSON
   */
  public SubmittedBatch replayAll(FailedJobFilter filter, String request) {
    Conditions conditions = filter.conditions().term("replayed_as IS NULL");
    return SubmittedBatch.of(
        conditions
            .bind(statement(REPLAY_ALL.formatted(conditions.where())))
            .param("batch_request", request)
            .param("trace_context", TraceContext.current()));
  }

  /**
   * Number of the dead letters that {@link #replayAll} would replay now, counted no further than
   * one more than may wait.
   */
  public int countReplayable(FailedJobFilter filter) {
    Conditions conditions = filter.conditions().term("replayed_as IS NULL");
    return conditions
        .bind(jdbc.sql(COUNT.formatted(conditions.where())))
        .param("limit", queue.maxQueued() + 1)
        .query(Integer.class)
        .single();
  }

  /** Throws a dead letter away; its job stays as it is. Returns whether it was there. */
  public boolean discard(UUID id) {
    return jdbc.sql("DELETE FROM failed_jobs WHERE id = :id AND expires_at > now()")
            .param("id", id)
            .update()
        == 1;
  }

  private JdbcClient.StatementSpec statement(String sql) {
    return jdbc.sql(sql.replace(":?", ":"))
        .param("head_start_high_ms", queue.headStart().millis(Priority.HIGH))
        .param("head_start_low_ms", queue.headStart().millis(Priority.LOW));
  }
}
