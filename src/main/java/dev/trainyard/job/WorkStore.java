package dev.trainyard.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * What a worker writes while it holds a job's lease. Every write locks the leased row first, in the
 * order of {@link TransitionSql}: against a transition, so a stale worker writes nothing, and
 * against other writes of the job, as that of the stage before may still be under way.
 *
 * @see JobStore for the transitions
 */
@Repository
public class WorkStore {
  private static final String LEASED =
      """
      WITH l AS (
        SELECT * FROM training_jobs WHERE id = :job_id AND lease_token = :lease_token AND status = 'RUNNING'
        FOR NO KEY UPDATE)
      """;

  private static final String FENCE =
      """
      SELECT id FROM training_jobs WHERE id = :job_id AND lease_token = :lease_token AND status = 'RUNNING'
      FOR NO KEY UPDATE
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
          FROM l WHERE set_config('synchronous_commit', 'off', true) = 'off'
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

  /**
   * One statement, since the server would keep the job locked between two of a worker that has
   * vanished. It waits for the disk: the worker may outlive a crash of PostgreSQL, and does not
   * make again what it knows to be stored.
   */
  private static final String ADD_TRIALS =
      LEASED
          + """
          , added AS (
            INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics, buckets,
                reused_from)
            SELECT l.id, t.study, t.number, CAST(t.parameters AS json), t.score, t.violation, t.feasible,
                CAST(t.metrics AS json), t.buckets, t.reused_from
            FROM l, unnest(:studies, :numbers, :parameters, :scores, :violations, :feasible, :metrics, :buckets,
                :reused_from) AS t (study, number, parameters, score, violation, feasible, metrics, buckets, reused_from)
            ON CONFLICT DO NOTHING),
          counted AS (
            UPDATE job_attempts a SET trials = a.trials + :count FROM l
            WHERE a.job_id = l.id AND a.lease_token = :lease_token)
          SELECT count(*) FROM l
          """;

  private static final String TRIALS =
      """
      SELECT study, number, parameters, score, violation, feasible, metrics, buckets, reused_from
      FROM training_trials
      WHERE job_id = :job_id AND study = :study AND number >= :from ORDER BY number LIMIT :limit
      """;

  private static final String COUNT_TRIALS =
      "SELECT count(*) FROM training_trials WHERE job_id = :job_id";

  private static final String DISCARD_TRIALS =
      "DELETE FROM training_trials WHERE job_id = :job_id AND EXISTS (" + FENCE + ")";

  private static final String LOG =
      LEASED
          + "INSERT INTO training_logs (job_id, level, stage, message) SELECT l.id, :level, l.stage, :message FROM l";

  private static final int FETCHED_TRIALS = 500;

  private final NamedParameterJdbcTemplate jdbc;
  private final ObjectMapper json;

  public WorkStore(NamedParameterJdbcTemplate jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
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
    Map<String, Object> values = parameters(lease);
    values.put("count", trials.size());
    values.put("studies", column(trials, StoredTrial::study, String[]::new));
    values.put("numbers", column(trials, StoredTrial::number, Integer[]::new));
    values.put("parameters", column(trials, StoredTrial::parametersJson, String[]::new));
    values.put("scores", column(trials, StoredTrial::score, Double[]::new));
    values.put("violations", column(trials, StoredTrial::violation, Double[]::new));
    values.put("feasible", column(trials, StoredTrial::feasible, Boolean[]::new));
    values.put("metrics", column(trials, StoredTrial::metricsJson, String[]::new));
    values.put("buckets", column(trials, StoredTrial::buckets, byte[][]::new));
    values.put("reused_from", column(trials, StoredTrial::reusedFrom, Integer[]::new));
    requireHeld(lease, jdbc.queryForObject(ADD_TRIALS, values, Integer.class));
  }

  private static <T> T[] column(
      List<StoredTrial> trials, Function<StoredTrial, T> value, IntFunction<T[]> array) {
    return trials.stream().map(value).toArray(array);
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
    int next = 0;
    List<StoredTrial> page;
    do {
      values.put("from", next);
      values.put("limit", FETCHED_TRIALS);
      page = jdbc.query(TRIALS, values, (rs, row) -> trial(rs));
      page.forEach(reader);
      next = page.isEmpty() ? next : page.get(page.size() - 1).number() + 1;
    } while (page.size() == FETCHED_TRIALS);
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

  /**
   * Checks that a job's trials are all there before its result rests on them. PostgreSQL may have
   * forgotten some that it had confirmed: a replica that takes over can be behind.
   *
   * @param made number of trials of all studies
   * @throws TrialsMissingException when there are fewer
   */
  public void requireTrials(Lease lease, int made) {
    int stored =
        requireNonNull(jdbc.queryForObject(COUNT_TRIALS, parameters(lease), Integer.class));
    if (stored < made) {
      throw new TrialsMissingException(lease, made, stored);
    }
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
