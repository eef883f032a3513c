package dev.trainyard.job.batch;

import dev.trainyard.access.CallerParameters;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.TraceContext;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.lifecycle.Transition;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.job.view.JobQueries;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores, reads and cancels batches: jobs that are submitted together. */
@Repository
public class BatchStore {
  private static final String VIEW =
      """
      SELECT b.id, b.jobs, b.created_at, b.created_by, b.cancelled_at,
          count(*) FILTER (WHERE j.status = 'PENDING') AS pending,
          count(*) FILTER (WHERE j.status = 'RUNNING') AS running,
          count(*) FILTER (WHERE j.status = 'COMPLETED') AS completed,
          count(*) FILTER (WHERE j.status = 'FAILED') AS failed,
          count(*) FILTER (WHERE j.status = 'CANCELLED') AS cancelled,
          coalesce(avg(%s), 0) AS percentage
      FROM (SELECT * FROM batches WHERE %%s) b
          LEFT JOIN training_jobs j ON j.batch_id = b.id LEFT JOIN training_progress p ON p.job_id = j.id
      GROUP BY b.id, b.jobs, b.created_at, b.created_by, b.cancelled_at ORDER BY b.id DESC
      """
          .formatted(JobQueries.DONE);

  private static final String LEFT =
      "SELECT id FROM training_jobs WHERE batch_id = :id AND status IN ('PENDING', 'RUNNING')";

  private static final String BEGIN_CANCEL =
      "UPDATE batches SET cancelled_at = now() WHERE id = :id AND cancelled_at IS NULL AND EXISTS ("
          + LEFT
          + ")";

  private final JdbcClient jdbc;
  private final QueueSettings queue;

  /** Creates the store of a database. */
  public BatchStore(JdbcClient jdbc, QueueSettings queue) {
    this.jdbc = jdbc;
    this.queue = queue;
  }

  /**
   * Stores the jobs of a batch: all of them or, on failure, none.
   *
   * @param request the batch as the client gave it, JSON
   * @param jobs one or more that differ in strategy, symbol and timeframe alone
   * @param key the client's key for this batch; null for none
   * @param bodyHash SHA-256 of the batch with its defaults, in hex; null without a key
   * @return the batch, which has no id and no jobs when the caller has one with this key already
   */
  public SubmittedBatch submit(
      String request, List<NewJob> jobs, @Nullable String key, @Nullable String bodyHash) {
    TrainingRequest common = jobs.get(0).request();
    TrainingRequest.Delivery delivery = common.delivery();
    return SubmittedBatch.of(
        jdbc.sql(Transition.SUBMIT_BATCH.sql())
            .param("batch_request", request)
            .params(CallerParameters.of(jobs.get(0).caller()))
            .param("idempotency_key", key)
            .param("body_hash", bodyHash)
            .param("jobs", jobs.size())
            .param("run_at", delivery.runAt().map(Timestamp::from).orElse(null))
            .param("exchange", common.data().exchange())
            .param("priority", delivery.priority().label())
            .param("head_start_ms", queue.headStart().millis(delivery.priority()))
            .param("timeout_seconds", delivery.timeoutSeconds())
            .param("max_attempts", delivery.maxAttempts())
            .param("batch_size", common.search().batchSize())
            .param("trace_context", TraceContext.current())
            .param("strategies", texts(jobs, job -> job.request().strategy()))
            .param("symbols", texts(jobs, job -> job.request().data().symbol()))
            .param("timeframes", texts(jobs, job -> job.request().data().timeframe().label()))
            .param("requests", texts(jobs, NewJob::requestJson))
            .param("spaces", texts(jobs, NewJob::spaceJson)));
  }

  /** Returns a batch, or empty when no batch has that id. */
  public Optional<BatchView> find(UUID id) {
    return jdbc.sql(VIEW.formatted("id = :id"))
        .param("id", id)
        .query((row, number) -> view(row))
        .optional();
  }

  /**
   * Lists batches, newest first.
   *
   * @param before id before which the list continues; null for the newest
   * @param limit the most to return
   */
  public List<BatchView> list(@Nullable UUID before, int limit) {
    return jdbc.sql(
            VIEW.formatted(
                "CAST(:before AS uuid) IS NULL OR id < :before ORDER BY id DESC LIMIT :limit"))
        .param("before", before, Types.OTHER)
        .param("limit", limit)
        .query((row, number) -> view(row))
        .list();
  }

  /**
   * Records when the cancelling of a batch began, if a job is left and the time is not recorded
   * yet.
   *
   * @return whether it was noted now
   */
  public boolean beginCancel(UUID id) {
    return jdbc.sql(BEGIN_CANCEL).param("id", id).update() > 0;
  }

  /** Returns the jobs of a batch that wait or run. */
  public List<UUID> left(UUID id) {
    return jdbc.sql(LEFT).param("id", id).query(UUID.class).list();
  }

  private static String[] texts(List<NewJob> jobs, Function<NewJob, String> text) {
    return jobs.stream().map(text).toArray(String[]::new);
  }

  private static BatchView view(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    Map<JobStatus, Integer> status = new EnumMap<>(JobStatus.class);
    status.put(JobStatus.PENDING, row.getInt("pending"));
    status.put(JobStatus.RUNNING, row.getInt("running"));
    status.put(JobStatus.COMPLETED, row.getInt("completed"));
    status.put(JobStatus.FAILED, row.getInt("failed"));
    status.put(JobStatus.CANCELLED, row.getInt("cancelled"));
    return new BatchView(
        columns.requiredId("id"),
        row.getInt("jobs"),
        status,
        row.getDouble("percentage"),
        columns.requiredInstant("created_at"),
        row.getString("created_by"),
        columns.instant("cancelled_at"));
  }
}
