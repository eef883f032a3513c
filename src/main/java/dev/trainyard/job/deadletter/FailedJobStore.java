package dev.trainyard.job.deadletter;

import dev.trainyard.access.Caller;
import dev.trainyard.access.CallerParameters;
import dev.trainyard.job.Priority;
import dev.trainyard.job.TraceContext;
import dev.trainyard.job.batch.SubmittedBatch;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.lifecycle.Transition;
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
  public Optional<SubmittedJob> replay(UUID id, Caller caller) {
    return statement(Transition.REPLAY.sql())
        .param("id", id)
        .params(CallerParameters.of(caller))
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
  public SubmittedBatch replayAll(FailedJobFilter filter, String request, Caller caller) {
    Conditions conditions = filter.conditions().term("replayed_as IS NULL");
    return SubmittedBatch.of(
        conditions
            .bind(statement(Transition.REPLAY_ALL.sql().replace(":where", conditions.where())))
            .param("batch_request", request)
            .params(CallerParameters.of(caller))
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
    return jdbc.sql(sql)
        .param("head_start_high_ms", queue.headStart().millis(Priority.HIGH))
        .param("head_start_low_ms", queue.headStart().millis(Priority.LOW));
  }
}
