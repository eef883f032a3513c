package dev.trainyard.job.work;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.Transition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Stores what a worker writes while it holds a job's lease. Every write first locks the leased row,
 * in the lock order of {@link Transition}. The lock excludes transitions, so a stale worker writes
 * nothing. It also excludes other writes of the job, since one of the previous stage may still be
 * running.
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

  /** The most lines that workers write to the log of one job, over all its claims. */
  private static final int MAX_LINES = 1000;

  /**
   * Adds lines to the log of {@code l}, except lines whose key it contains already. The row of the
   * job is locked, so line numbers increase in the order in which lines become visible.
   */
  private static final String LINES =
      """
      , lines AS (
        INSERT INTO training_logs (job_id, key, time, level, stage, message)
        SELECT l.id, n.key, now() - n.age_ms * interval '1 millisecond', n.level, n.stage, n.message
        FROM l, unnest(:line_keys, :line_ages, :line_levels, :line_stages, :line_messages)
            WITH ORDINALITY AS n (key, age_ms, level, stage, message, position)
        WHERE (SELECT count(*) FROM (SELECT FROM training_logs x WHERE x.job_id = :job_id LIMIT %d) x) < %d
        ORDER BY n.position
        ON CONFLICT (job_id, key) WHERE key IS NOT NULL DO NOTHING)
      """
          .formatted(MAX_LINES, MAX_LINES);

  private static final String PIN =
      """
      WITH l AS (
        UPDATE training_jobs SET data_from = :data_from, data_to = :data_to, data_fingerprint = :data_fingerprint,
            engine_version = :engine_version
        WHERE id = :job_id AND lease_token = :lease_token AND status = 'RUNNING' RETURNING id)
      """
          + LINES
          + "SELECT count(*) FROM l";

  /**
   * Progress never decreases, in whatever order two writes arrive: a new claim is behind the stored
   * progress until it has repeated the work that was not stored.
   */
  private static final String PROGRESS =
      """
      , stage AS (
        UPDATE training_jobs j SET stage = :stage, updated_at = now() FROM l WHERE j.id = l.id AND l.stage <> :stage),
      progress_stored AS (
        INSERT INTO training_progress AS p (job_id, attempt, stage, percentage, step_percentage, step_details,
            current_iteration, total_iterations, best_score, best_params, estimated_completion)
        SELECT l.id, l.attempt, :stage, :percentage, :step_percentage, :step_details, CAST(:current_iteration AS integer),
            CAST(:total_iterations AS integer), CAST(:best_score AS double precision), CAST(:best_params AS json),
            now() + CAST(:remaining_ms AS bigint) * interval '1 millisecond'
        FROM l
        ON CONFLICT (job_id) DO UPDATE SET attempt = excluded.attempt, stage = excluded.stage,
            percentage = excluded.percentage, step_percentage = excluded.step_percentage,
            step_details = excluded.step_details, estimated_completion = excluded.estimated_completion,
            current_iteration = coalesce(excluded.current_iteration, p.current_iteration),
            total_iterations = coalesce(excluded.total_iterations, p.total_iterations),
            best_score = coalesce(excluded.best_score, p.best_score),
            best_params = coalesce(excluded.best_params, p.best_params), updated_at = now()
        WHERE p.percentage <= excluded.percentage
        RETURNING job_id)
      """;

  /** A trial counts once, even when the reply to the write that stored it was lost. */
  private static final String ADD_TRIALS =
      """
      , added AS (
        INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics, buckets,
            reused_from)
        SELECT l.id, t.study, t.number, CAST(t.parameters AS json), t.score, t.violation, t.feasible,
            CAST(t.metrics AS json), t.buckets, t.reused_from
        FROM l, unnest(:studies, :numbers, :parameters, :scores, :violations, :feasible, :metrics, :buckets,
            :reused_from) AS t (study, number, parameters, score, violation, feasible, metrics, buckets, reused_from)
        ON CONFLICT DO NOTHING
        RETURNING job_id, study, number, parameters, score, feasible),
      counted AS (
        UPDATE job_attempts a SET trials = a.trials + (SELECT count(*) FROM added) FROM l
        WHERE a.job_id = l.id AND a.lease_token = :lease_token)
      """;

  /** A trial that was stored before has been told before. */
  private static final String TELL_TRIAL =
      """
      , told AS (
        INSERT INTO job_events (job_id, type, data)
        SELECT job_id, 'trial', json_build_object('study', study, 'number', number,
            'score', CASE WHEN score NOT IN ('NaN', 'Infinity', '-Infinity') THEN score END, 'feasible', feasible,
            'parameters', parameters, 'best', CAST(:told_best AS boolean))
        FROM added WHERE study = :told_study AND number = :told_number)
      """;

  private static final String HELD = "SELECT (SELECT count(*) FROM l) AS held";
  private static final String PROGRESS_STORED =
      ", (SELECT count(*) FROM progress_stored) AS progress_stored";
  private static final String NEED_NOT_REACH_THE_DISK =
      ", set_config('synchronous_commit', 'off', true)";

  private static final String TRIALS =
      """
      SELECT study, number, parameters, score, violation, feasible, metrics, buckets, reused_from
      FROM training_trials
      WHERE job_id = :job_id AND study = :study AND number >= :from ORDER BY number LIMIT :limit
      """;

  private static final String COUNT_TRIALS =
      "SELECT count(*) FROM training_trials WHERE job_id = :job_id";

  /**
   * Deletes the progress with the trials; keeps the log lines but frees their keys, so that they
   * may be added again.
   */
  private static final String DISCARD_TRIALS =
      LEASED
          + """
          , trials AS (DELETE FROM training_trials t USING l WHERE t.job_id = l.id),
          progress AS (DELETE FROM training_progress p USING l WHERE p.job_id = l.id),
          said AS (
            UPDATE training_logs g SET key = NULL FROM l
            WHERE g.job_id = l.id AND g.key IS NOT NULL AND g.key <> :line_key)
          INSERT INTO training_logs (job_id, key, level, stage, message)
          SELECT l.id, :line_key, 'WARN', l.stage, :message FROM l
          ON CONFLICT (job_id, key) WHERE key IS NOT NULL DO NOTHING
          """;

  private static final int FETCHED_TRIALS = 500;

  private final NamedParameterJdbcTemplate jdbc;
  private final ObjectMapper json;

  /** Creates the store of a database. */
  public WorkStore(NamedParameterJdbcTemplate jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Stores the inputs that the job's result depends on, and the log lines about them.
   *
   * @throws LeaseLostException when the lease is no longer the job's
   */
  public void pin(Lease lease, PinnedInputs inputs, List<LogLine> lines) {
    Map<String, Object> values = parameters(lease);
    values.put("data_from", Timestamp.from(inputs.from()));
    values.put("data_to", Timestamp.from(inputs.to()));
    values.put("data_fingerprint", inputs.fingerprint());
    values.put("engine_version", inputs.engineVersion());
    put(values, lines);
    requireHeld(lease, requireNonNull(jdbc.queryForObject(PIN, values, Integer.class)));
  }

  /**
   * Stores work of a job in one statement: between two statements of a worker that has vanished,
   * the server would keep the job locked. Trials and the progress that counts them wait for the
   * disk, because the worker may survive a crash of PostgreSQL, does not repeat confirmed trials,
   * and progress must not decrease. Trials that are stored already stay as they are.
   *
   * @return whether the progress was stored; progress behind the stored one is dropped
   * @throws LeaseLostException when the lease is no longer the job's; nothing is stored then
   */
  public boolean store(Lease lease, JournalEntry entry) {
    StringBuilder sql = new StringBuilder(LEASED);
    StringBuilder answer = new StringBuilder(HELD);
    Map<String, Object> values = parameters(lease);
    if (!entry.trials().isEmpty()) {
      sql.append(ADD_TRIALS);
      putTrials(values, entry.trials());
      if (entry.event() != null) {
        sql.append(TELL_TRIAL);
        values.put("told_study", entry.event().study());
        values.put("told_number", entry.event().number());
        values.put("told_best", entry.event().best());
      }
    } else if (entry.progress() == null || entry.progress().share() == 0) {
      answer.append(NEED_NOT_REACH_THE_DISK);
    }
    if (entry.progress() != null) {
      sql.append(PROGRESS);
      answer.append(PROGRESS_STORED);
      put(values, entry.progress());
    }
    if (!entry.lines().isEmpty()) {
      sql.append(LINES);
      put(values, entry.lines());
    }
    Map<String, Object> stored = jdbc.queryForMap(sql.append(answer).toString(), values);
    requireHeld(lease, count(stored, "held"));
    return entry.progress() != null && count(stored, "progress_stored") > 0;
  }

  private static int count(Map<String, Object> stored, String column) {
    return ((Number) requireNonNull(stored.get(column))).intValue();
  }

  /** Stores the latest progress, as {@link #store} does. */
  public boolean progress(Lease lease, ProgressSnapshot progress) {
    return store(lease, new JournalEntry(List.of(), progress, List.of()));
  }

  /** Stores trials, as {@link #store} does. */
  public void addTrials(Lease lease, List<StoredTrial> trials) {
    store(lease, new JournalEntry(trials, null, List.of()));
  }

  private void put(Map<String, Object> values, ProgressSnapshot progress) {
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
  }

  private static void putTrials(Map<String, Object> values, List<StoredTrial> trials) {
    values.put("studies", column(trials, StoredTrial::study, String[]::new));
    values.put("numbers", column(trials, StoredTrial::number, Integer[]::new));
    values.put("parameters", column(trials, StoredTrial::parametersJson, String[]::new));
    values.put("scores", column(trials, StoredTrial::score, Double[]::new));
    values.put("violations", column(trials, StoredTrial::violation, Double[]::new));
    values.put("feasible", column(trials, StoredTrial::feasible, Boolean[]::new));
    values.put("metrics", column(trials, StoredTrial::metricsJson, String[]::new));
    values.put("buckets", column(trials, StoredTrial::buckets, byte[][]::new));
    values.put("reused_from", column(trials, StoredTrial::reusedFrom, Integer[]::new));
  }

  private static void put(Map<String, Object> values, List<LogLine> lines) {
    values.put("line_keys", column(lines, LogLine::key, String[]::new));
    values.put("line_ages", column(lines, line -> line.age().toMillis(), Long[]::new));
    values.put("line_levels", column(lines, line -> line.level().name(), String[]::new));
    values.put("line_stages", column(lines, line -> line.stage().name(), String[]::new));
    values.put("line_messages", column(lines, LogLine::message, String[]::new));
  }

  private static <E, T extends @Nullable Object> T[] column(
      List<E> rows, Function<E, T> value, IntFunction<T[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  /**
   * Reads the stored trials of a study by number, a few at a time, since those of a long search do
   * not fit into memory.
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
   * Checks that all trials of a job are stored before its result relies on them. PostgreSQL can
   * lose confirmed trials when a lagging replica takes over.
   *
   * @param made number of trials of all studies
   * @throws TrialsMissingException when fewer are stored
   */
  public void requireTrials(Lease lease, int made) {
    int stored =
        requireNonNull(jdbc.queryForObject(COUNT_TRIALS, parameters(lease), Integer.class));
    if (stored < made) {
      throw new TrialsMissingException(lease, made, stored);
    }
  }

  /**
   * Deletes the stored trials, which belong to other inputs, with the progress that counts them.
   *
   * @param why the difference, which is logged once for each set of new inputs
   */
  public void discardTrials(Lease lease, PinnedInputs inputs, String why) {
    Map<String, Object> values = parameters(lease);
    values.put("line_key", "discard " + inputs.fingerprint() + " " + inputs.engineVersion());
    values.put("message", why);
    jdbc.update(DISCARD_TRIALS, values);
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

  private @Nullable String write(@Nullable Object value) {
    try {
      return value == null ? null : json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }
}
