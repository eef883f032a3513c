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
 * Replays and discards dead letters. A replay is a new job with the request and the pinned space of
 * the failed one. The statement that creates the job also links it to the dead letter, so each dead
 * letter is replayed once, whoever asks and whatever dies.
 */
@Repository
public class FailedJobStore {
  private static final String COUNT =
      "SELECT count(*) FROM (SELECT FROM failed_jobs %s LIMIT :limit) letters";

  private final JdbcClient jdbc;
  private final QueueSettings queue;

  /** Creates the store of a database. */
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
   * Replays all matching dead letters that have not been replayed, as one batch: all of them or, on
   * failure, none. Skips dead letters that another replay has locked.
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
   * Counts the dead letters that {@link #replayAll} would replay now, up to one more than the queue
   * may hold.
   */
  public int countReplayable(FailedJobFilter filter) {
    Conditions conditions = filter.conditions().term("replayed_as IS NULL");
    return conditions
        .bind(jdbc.sql(COUNT.formatted(conditions.where())))
        .param("limit", queue.maxQueued() + 1)
        .query(Integer.class)
        .single();
  }

  /** Discards a dead letter; its job stays as it is. Returns whether the dead letter existed. */
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
