package dev.trainyard.job.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.access.CallerParameters;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Priority;
import dev.trainyard.job.TraceContext;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.retention.RetentionSettings;
import dev.trainyard.sql.SqlFile;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Makes all transitions of jobs except {@linkplain JobClaims claims}, each by one compare-and-set
 * statement of {@link Transition} with the database's clock.
 *
 * <p>{@link #completion} and {@link #failure} return SQL for the routes' {@code jdbc:} steps; the
 * other methods run their statements. A write with a stale lease changes nothing.
 */
@Repository
public class JobStore {
  /** Maps rows of statements that return the values to send to Redis. */
  public static final RowMapper<SubmittedJob> SUBMITTED =
      (rs, row) ->
          new SubmittedJob(
              rs.getObject("id", UUID.class),
              rs.getLong("ready_score"),
              rs.getTimestamp("run_at").toInstant(),
              rs.getBoolean("due"));

  private static final String NEXT_DUE = SqlFile.of(JobStore.class, "next-due.sql").text();

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final QueueSettings queue;
  private final RetentionSettings retention;

  /** Creates the store of a database or connection. */
  public JobStore(
      JdbcClient jdbc, ObjectMapper json, QueueSettings queue, RetentionSettings retention) {
    this.jdbc = jdbc;
    this.json = json;
    this.queue = queue;
    this.retention = retention;
  }

  /**
   * Stores a job, which is durable when this method returns.
   *
   * @return the job, or empty when the caller already has a job with this idempotency key
   */
  public Optional<SubmittedJob> submit(NewJob job) {
    TrainingRequest request = job.request();
    TrainingRequest.Delivery delivery = request.delivery();
    Map<String, Object> values = new HashMap<>();
    values.put("strategy", request.strategy());
    values.put("symbol", request.data().symbol());
    values.put("exchange", request.data().exchange());
    values.put("timeframe", request.data().timeframe().label());
    values.put("priority", delivery.priority().label());
    values.put("request", job.requestJson());
    values.putAll(CallerParameters.of(job.caller()));
    values.put("idempotency_key", job.idempotencyKey());
    values.put("body_hash", job.bodyHash());
    values.put("trace_context", TraceContext.current());
    values.put("run_at", delivery.runAt().map(Timestamp::from).orElse(null));
    values.put("head_start_ms", queue.headStart().millis(delivery.priority()));
    values.put("timeout_seconds", delivery.timeoutSeconds());
    values.put("max_attempts", delivery.maxAttempts());
    values.put("space", job.spaceJson());
    values.put("batch_size", request.search().batchSize());
    return statement(Transition.SUBMIT).params(values).query(SUBMITTED).optional();
  }

  /**
   * Lists the due jobs that come next in queue order.
   *
   * @param after the job after which the list continues; null for the front
   * @param limit the most to return
   */
  public List<SubmittedJob> nextDue(@Nullable SubmittedJob after, int limit) {
    return jdbc.sql(NEXT_DUE)
        .param("after_score", after == null ? Long.MIN_VALUE : after.readyScore())
        .param("after_id", after == null ? new UUID(0, 0) : after.id())
        .param("limit", limit)
        .query(SUBMITTED)
        .list();
  }

  /**
   * Returns the SQL that stores the trained configuration and completes its job; it takes {@link
   * #completionParameters}.
   */
  public String completion() {
    return Transition.COMPLETE.sqlForRoutes();
  }

  /**
   * Returns the parameters of {@link #completion}.
   *
   * @param configuration JSON object whose keys are columns of {@code trained_configurations}
   */
  public Map<String, Object> completionParameters(Lease lease, String configuration) {
    Map<String, Object> values = parameters(lease);
    values.put("configuration", configuration);
    return values;
  }

  /**
   * Stores the trained configuration of a job and completes the job.
   *
   * @param configuration JSON object whose keys are columns of {@code trained_configurations}
   * @return id of the configuration, or empty when the lease is lost
   */
  Optional<UUID> complete(Lease lease, String configuration) {
    return statement(Transition.COMPLETE)
        .params(completionParameters(lease, configuration))
        .query((rs, row) -> rs.getObject("config_id", UUID.class))
        .optional();
  }

  /**
   * Does the same for several jobs in one statement.
   *
   * @param configurations by the leases of their jobs
   * @return ids of the configurations by the leases; without jobs that somebody else has locked,
   *     and leases that are lost
   */
  Map<Lease, UUID> completeTogether(Map<Lease, String> configurations) {
    List<Lease> leases = List.copyOf(configurations.keySet());
    Map<Lease, UUID> stored = new HashMap<>();
    statement(Transition.COMPLETE_TOGETHER)
        .param("ids", leases.stream().map(Lease::jobId).toArray(UUID[]::new))
        .param("tokens", leases.stream().map(Lease::token).toArray(UUID[]::new))
        .param("configurations", leases.stream().map(configurations::get).toArray(String[]::new))
        .query(
            row -> {
              stored.put(
                  new Lease(
                      row.getObject("job_id", UUID.class),
                      row.getObject("lease_token", UUID.class)),
                  row.getObject("config_id", UUID.class));
            });
    return stored;
  }

  /**
   * Returns the SQL that writes the dead letter and fails its job; it takes {@link
   * #failureParameters}.
   */
  public String failure() {
    return Transition.FAIL.sqlForRoutes();
  }

  /** Returns the parameters of {@link #failure}. */
  public Map<String, Object> failureParameters(Lease lease, JobFailure failure) {
    Map<String, Object> values = parameters(lease);
    values.put("stage", failure.stage() == null ? null : failure.stage().name());
    values.put("kind", failure.kind().label());
    values.put("error_class", failure.errorClass());
    values.put("message", failure.message());
    values.put("stack", failure.stack());
    values.put("retention_ms", retention.failedJobs().millis());
    return values;
  }

  /** Fails a job outside a route. Returns whether the lease was held. */
  public boolean fail(Lease lease, JobFailure failure) {
    return !statement(Transition.FAIL)
        .params(failureParameters(lease, failure))
        .query((rs, row) -> true)
        .list()
        .isEmpty();
  }

  /**
   * Returns a job to the queue after a transient failure.
   *
   * @return when the job is due again, or empty when this was its last attempt or the lease is lost
   */
  public Optional<SubmittedJob> retry(Lease lease, JobFailure failure, Duration delay) {
    Map<String, Object> values = parameters(lease);
    values.put("delay_ms", delay.toMillis());
    values.put("error", errorJson(failure));
    return statement(Transition.RETRY).params(values).query(SUBMITTED).optional();
  }

  /**
   * Returns a job to the queue unharmed, for example at a shutdown; empty when the lease is lost.
   *
   * @param delay time until it is due again
   */
  public Optional<SubmittedJob> release(Lease lease, Duration delay) {
    Map<String, Object> values = parameters(lease);
    values.put("delay_ms", delay.toMillis());
    return statement(Transition.RELEASE).params(values).query(SUBMITTED).optional();
  }

  /**
   * Cancels a job that waits or runs.
   *
   * @return its previous state, or empty when the job has ended or is unknown
   */
  public Optional<JobStatus> cancel(UUID jobId) {
    return statement(Transition.CANCEL)
        .param("job_id", jobId)
        .query((rs, row) -> JobStatus.valueOf(rs.getString("status")))
        .optional();
  }

  /**
   * Cancels some hundreds of the waiting and running jobs of a batch, skipping locked ones.
   *
   * @return the jobs and their previous states; empty when only locked jobs are left, or none
   */
  public Map<UUID, JobStatus> cancelSome(UUID batchId) {
    Map<UUID, JobStatus> cancelled = new LinkedHashMap<>();
    statement(Transition.CANCEL_BATCH)
        .param("batch_id", batchId)
        .query(
            row -> {
              cancelled.put(
                  row.getObject("id", UUID.class), JobStatus.valueOf(row.getString("status")));
            });
    return cancelled;
  }

  /**
   * Restarts a job that failed or was cancelled: the same job, with its earlier attempts. It
   * continues from its trials, unless its failure was permanent. Its dead letter counts as replayed
   * by the job itself.
   *
   * @return the job, or empty when it is in another state, was replayed as another job, or is
   *     unknown
   */
  public Optional<SubmittedJob> retryEnded(UUID jobId) {
    return statement(Transition.RETRY_ENDED)
        .param("job_id", jobId)
        .param("head_start_high_ms", queue.headStart().millis(Priority.HIGH))
        .param("head_start_low_ms", queue.headStart().millis(Priority.LOW))
        .query(SUBMITTED)
        .optional();
  }

  /**
   * Makes the jobs of dead workers due again: at once after the first loss, with backoff from the
   * second.
   *
   * @param backoff delays from the second loss on
   */
  public List<SubmittedJob> returnExpired(RetrySettings backoff) {
    return statement(Transition.RETURN_EXPIRED)
        .param("delay_ms", backoff.initialDelay().toMillis())
        .param("multiplier", backoff.multiplier())
        .param("max_delay_ms", backoff.maxDelay().toMillis())
        .query(SUBMITTED)
        .list();
  }

  /** Fails jobs past their deadline; returns them. */
  public List<UUID> failOverdue() {
    return failTaken(Transition.FAIL_OVERDUE);
  }

  /** Fails jobs whose last worker died; returns them. */
  public List<UUID> failLost() {
    return failTaken(Transition.FAIL_LOST);
  }

  private List<UUID> failTaken(Transition transition) {
    return statement(transition)
        .param("retention_ms", retention.failedJobs().millis())
        .query((rs, row) -> rs.getObject("job_id", UUID.class))
        .list();
  }

  private JdbcClient.StatementSpec statement(Transition transition) {
    return jdbc.sql(transition.sql());
  }

  private static Map<String, Object> parameters(Lease lease) {
    Map<String, Object> values = new HashMap<>();
    values.put("job_id", lease.jobId());
    values.put("lease_token", lease.token());
    return values;
  }

  private String errorJson(JobFailure failure) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("class", failure.errorClass());
    error.put("kind", failure.kind().label());
    error.put("message", failure.message());
    error.put("stage", failure.stage());
    try {
      return json.writeValueAsString(error);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an error of strings is always JSON", e);
    }
  }
}
