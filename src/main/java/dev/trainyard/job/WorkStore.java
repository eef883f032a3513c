package dev.trainyard.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a worker writes while it holds a job's lease. Every write locks the leased row against a
 * transition, so a stale worker writes nothing.
 *
 * @see JobStore for the transitions
 */
@Repository
public class WorkStore {
  private static final String LEASED =
      """
      WITH l AS (
        SELECT * FROM training_jobs WHERE id = :job_id AND lease_token = :lease_token AND status = 'RUNNING' FOR SHARE)
      """;

  private static final String FENCE =
      """
      SELECT id FROM training_jobs WHERE id = :job_id AND lease_token = :lease_token AND status = 'RUNNING' FOR SHARE
      """;

  private static final String PIN =
      """
      UPDATE training_jobs SET data_from = :data_from, data_to = :data_to, data_fingerprint = :data_fingerprint,
          engine_version = :engine_version
      WHERE id = :job_id AND lease_token = :lease_token AND status = 'RUNNING'
      """;

  /** Progress of an attempt never goes back, whatever order two writes arrive in. */
  private static final String PROGRESS =
      LEASED
          + """
          , stage AS (
            UPDATE training_jobs j SET stage = :stage, updated_at = now() FROM l WHERE j.id = l.id AND l.stage <> :stage)
          INSERT INTO training_progress AS p (job_id, attempt, stage, percentage, step_percentage, step_details,
              current_iteration, total_iterations, best_score, best_params, estimated_completion)
          SELECT l.id, l.attempt, :stage, :percentage, :step_percentage, :step_details, CAST(:current_iteration AS integer),
              CAST(:total_iterations AS integer), CAST(:best_score AS double precision), CAST(:best_params AS json),
              now() + CAST(:remaining_ms AS bigint) * interval '1 millisecond'
          FROM l
          ON CONFLICT (job_id) DO UPDATE SET attempt = excluded.attempt, stage = excluded.stage,
              percentage = excluded.percentage, step_percentage = excluded.step_percentage,
              step_details = excluded.step_details, estimated_completion = excluded.estimated_completion,
              current_iteration = coalesce(excluded.current_iteration, CASE WHEN p.attempt = excluded.attempt THEN p.current_iteration END),
              total_iterations = coalesce(excluded.total_iterations, CASE WHEN p.attempt = excluded.attempt THEN p.total_iterations END),
              best_score = coalesce(excluded.best_score, CASE WHEN p.attempt = excluded.attempt THEN p.best_score END),
              best_params = coalesce(excluded.best_params, CASE WHEN p.attempt = excluded.attempt THEN p.best_params END),
              updated_at = now()
          WHERE p.attempt < excluded.attempt OR p.percentage <= excluded.percentage
          """;

  private static final String TRIAL =
      LEASED
          + """
          INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics, buckets,
              reused_from)
          SELECT l.id, :study, :number, CAST(:parameters AS json), :score, :violation, :feasible, CAST(:metrics AS json), :buckets,
              :reused_from
          FROM l ON CONFLICT DO NOTHING
          """;

  private static final String TRIALS =
      """
      SELECT study, number, parameters, score, violation, feasible, metrics, buckets, reused_from
      FROM training_trials
      WHERE job_id = :job_id AND study = :study ORDER BY number
      """;

  private static final String DISCARD_TRIALS =
      "DELETE FROM training_trials WHERE job_id = :job_id AND EXISTS (" + FENCE + ")";

  private static final String LOG =
      LEASED
          + "INSERT INTO training_logs (job_id, level, stage, message) SELECT l.id, :level, l.stage, :message FROM l";

  private static final int FETCHED_TRIALS = 500;

  private final NamedParameterJdbcTemplate jdbc;
  private final NamedParameterJdbcTemplate cursor;
  private final TransactionTemplate transaction;
  private final ObjectMapper json;

  public WorkStore(
      NamedParameterJdbcTemplate jdbc, TransactionTemplate transaction, ObjectMapper json) {
    this.jdbc = jdbc;
    JdbcTemplate byAndBy =
        new JdbcTemplate(Objects.requireNonNull(jdbc.getJdbcTemplate().getDataSource()));
    byAndBy.setFetchSize(FETCHED_TRIALS);
    this.cursor = new NamedParameterJdbcTemplate(byAndBy);
    this.transaction = transaction;
    this.json = json;
  }

  /**
   * Stores what the job's result depends on.
   *
   * @throws LeaseLostException when the lease is no longer the job's
   */
  public void pin(Lease lease, PinnedInputs inputs) {
    Map<String, Object> values = parameters(lease);
    values.put("data_from", Timestamp.from(inputs.from()));
    values.put("data_to", Timestamp.from(inputs.to()));
    values.put("data_fingerprint", inputs.fingerprint());
    values.put("engine_version", inputs.engineVersion());
    requireHeld(lease, jdbc.update(PIN, values));
  }

  /**
   * Stores the latest progress; a figure behind the stored one of the same attempt is dropped, as
   * is one of a stale lease.
   */
  public void progress(Lease lease, ProgressSnapshot progress) {
    Map<String, Object> values = parameters(lease);
    values.put("stage", progress.stage().name());
    values.put("percentage", progress.stage().percentage(progress.share()));
    values.put("step_percentage", 100 * Math.min(1, Math.max(0, progress.share())));
    values.put("step_details", progress.details());
    values.put("current_iteration", progress.currentIteration());
    values.put("total_iterations", progress.totalIterations());
    values.put("best_score", progress.bestScore());
    values.put("best_params", write(progress.bestParams()));
    values.put(
        "remaining_ms", progress.remaining() == null ? null : progress.remaining().toMillis());
    jdbc.update(PROGRESS, values);
  }

  /**
   * Stores trials; one that is stored already stays as it is.
   *
   * @throws LeaseLostException when the lease is no longer the job's; none is stored then
   */
  public void addTrials(Lease lease, List<StoredTrial> trials) {
    transaction.executeWithoutResult(
        status -> {
          requireHeld(lease, jdbc.queryForList(FENCE, parameters(lease)).size());
          jdbc.batchUpdate(
              TRIAL,
              trials.stream()
                  .map(trial -> values(lease, trial))
                  .toArray(SqlParameterSource[]::new));
        });
  }

  /**
   * Reads the stored trials of a study by number, a few at a time: a long search has more than fit
   * into memory.
   *
   * @param study name of the study
   */
  public void eachTrial(Lease lease, String study, Consumer<StoredTrial> reader) {
    Map<String, Object> values = parameters(lease);
    values.put("study", study);
    // Only in a transaction does the driver fetch by and by
    transaction.executeWithoutResult(
        status -> cursor.query(TRIALS, values, (ResultSet rs) -> reader.accept(trial(rs))));
  }

  private static StoredTrial trial(ResultSet rs) throws SQLException {
    return new StoredTrial(
        rs.getString("study"),
        rs.getInt("number"),
        rs.getString("parameters"),
        rs.getDouble("score"),
        rs.getDouble("violation"),
        rs.getBoolean("feasible"),
        rs.getString("metrics"),
        rs.getBytes("buckets"),
        rs.getObject("reused_from", Integer.class));
  }

  /** Deletes the stored trials, which belong to other inputs. */
  public void discardTrials(Lease lease) {
    jdbc.update(DISCARD_TRIALS, parameters(lease));
  }

  /** Adds a line to the job's log. */
  public void log(Lease lease, String level, String message) {
    Map<String, Object> values = parameters(lease);
    values.put("level", level);
    values.put("message", message);
    jdbc.update(LOG, values);
  }

  private static MapSqlParameterSource values(Lease lease, StoredTrial trial) {
    return new MapSqlParameterSource(parameters(lease))
        .addValue("study", trial.study())
        .addValue("number", trial.number())
        .addValue("parameters", trial.parametersJson())
        .addValue("score", trial.score())
        .addValue("violation", trial.violation())
        .addValue("feasible", trial.feasible())
        .addValue("metrics", trial.metricsJson())
        .addValue("buckets", trial.buckets())
        .addValue("reused_from", trial.reusedFrom());
  }

  private static Map<String, Object> parameters(Lease lease) {
    Map<String, Object> values = new HashMap<>();
    values.put("job_id", lease.jobId());
    values.put("lease_token", lease.token());
    return values;
  }

  private static void requireHeld(Lease lease, int rows) {
    if (rows == 0) {
      throw new LeaseLostException(lease);
    }
  }

  private String write(Object value) {
    try {
      return value == null ? null : json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }
}
