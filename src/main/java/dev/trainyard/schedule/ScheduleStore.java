package dev.trainyard.schedule;

import dev.trainyard.access.Caller;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores schedules and their runs, with the database's clock. What belongs together is put into one
 * transaction by the caller, which locks the schedule first.
 */
@Repository
public class ScheduleStore {
  /** As many runs of a schedule are kept. */
  static final int KEPT_RUNS = 100;

  private static final String VIEW =
      """
      SELECT s.*, now() AS read_at, r.fire_time, r.at, r.outcome, r.reason, r.job_id, r.batch_id, r.fetch_id
      FROM schedules s LEFT JOIN LATERAL (
          SELECT * FROM schedule_runs WHERE schedule_id = s.id ORDER BY at DESC LIMIT 1) r ON true
      """;

  /** In the order of their times; what another process fires at this moment is passed over. */
  private static final String TAKE_DUE =
      """
      SELECT id FROM schedules WHERE enabled AND next_run <= now() AND (retry_at IS NULL OR retry_at <= now())
      ORDER BY next_run, id LIMIT 1 FOR UPDATE SKIP LOCKED
      """;

  private static final String LOCK = "SELECT id FROM schedules WHERE id = :id FOR UPDATE";

  private static final String INSERT =
      """
      INSERT INTO schedules (id, name, cron, time_zone, enabled, overlap, misfire, request, batch, "fetch", next_run, file,
          created_by, api_key_id, idempotency_key, body_hash)
      VALUES (uuid_v7(), :name, :cron, :time_zone, :enabled, :overlap, :misfire, CAST(:request AS json),
          CAST(:batch AS json), CAST(:fetch AS json), :next_run, CAST(:file AS text), CAST(:caller AS text), CAST(:client AS uuid),
          CAST(:key AS text), CAST(:body_hash AS text))
      ON CONFLICT DO NOTHING RETURNING id
      """;

  private static final String REPLACE =
      """
      UPDATE schedules SET name = :name, cron = :cron, time_zone = :time_zone, enabled = :enabled, overlap = :overlap,
          misfire = :misfire, request = CAST(:request AS json), batch = CAST(:batch AS json), "fetch" = CAST(:fetch AS json),
          next_run = :next_run, problem = NULL, retry_at = NULL, updated_at = clock_timestamp()
      WHERE id = :id
      """;

  private static final String ADD_RUN =
      """
      INSERT INTO schedule_runs (schedule_id, fire_time, outcome, reason, job_id, batch_id, fetch_id)
      VALUES (:id, coalesce(CAST(:fire_time AS timestamptz), clock_timestamp()), :outcome, CAST(:reason AS text),
          CAST(:job_id AS uuid), CAST(:batch_id AS uuid), CAST(:fetch_id AS uuid))
      RETURNING fire_time
      """;

  private static final String FORGET_RUNS =
      """
      DELETE FROM schedule_runs WHERE schedule_id = :id AND at < (
          SELECT at FROM schedule_runs WHERE schedule_id = :id ORDER BY at DESC OFFSET :kept LIMIT 1)
      """;

  private static final String IS_UNFINISHED =
      """
      SELECT EXISTS (SELECT FROM training_jobs WHERE id = CAST(:job_id AS uuid) AND status IN ('PENDING', 'RUNNING'))
          OR EXISTS (SELECT FROM training_jobs WHERE batch_id = CAST(:batch_id AS uuid) AND status IN ('PENDING', 'RUNNING'))
          OR EXISTS (SELECT FROM fetches WHERE run_id = CAST(:fetch_id AS uuid) AND status IN ('PENDING', 'RUNNING'))
      """;

  private static final String FIGURES =
      """
      SELECT count(*) FILTER (WHERE enabled) AS enabled, count(*) FILTER (WHERE NOT enabled) AS disabled,
          count(*) FILTER (WHERE enabled AND problem IS NOT NULL) AS problems, min(next_run) AS next_run FROM schedules
      """;

  private final JdbcClient jdbc;

  /** Creates the store of a database. */
  public ScheduleStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the time of the database. */
  Instant now() {
    return jdbc.sql("SELECT now()").query(Timestamp.class).single().toInstant();
  }

  /** Returns a schedule; empty when none has that id. */
  public Optional<Schedule> find(UUID id) {
    return jdbc.sql(VIEW + " WHERE s.id = :id")
        .param("id", id)
        .query((row, number) -> schedule(row))
        .optional();
  }

  /** Returns the id of the schedule that came over HTTP with a name; empty when none has it. */
  public Optional<UUID> named(String name) {
    return jdbc.sql("SELECT id FROM schedules WHERE name = :name AND file IS NULL")
        .param("name", name)
        .query(UUID.class)
        .optional();
  }

  /**
   * Lists schedules, the newest first.
   *
   * @param before id before which the list goes on; null for the newest
   * @param limit how many at most
   */
  public List<Schedule> list(@Nullable UUID before, int limit) {
    return jdbc.sql(
            VIEW
                + " WHERE s.id < coalesce(CAST(:before AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')"
                + " ORDER BY s.id DESC LIMIT :limit")
        .param("before", before)
        .param("limit", limit)
        .query((row, number) -> schedule(row))
        .list();
  }

  /** Returns the schedules of files. */
  List<Schedule> ofFiles() {
    return jdbc.sql(VIEW + " WHERE s.file IS NOT NULL ORDER BY s.id")
        .query((row, number) -> schedule(row))
        .list();
  }

  /** Lets one transaction at a time compare the files with the table. */
  void lockFiles() {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('trainyard.schedule-files'))")
        .query((row, number) -> true)
        .single();
  }

  /** Locks the next schedule that is due; empty when none is. */
  Optional<Schedule> takeDue() {
    // Read anew after the lock: what the row was when the search began may be stale
    return jdbc.sql(TAKE_DUE).query(UUID.class).optional().flatMap(this::find);
  }

  /** Locks a schedule; empty when none has that id. */
  Optional<Schedule> lock(UUID id) {
    return jdbc.sql(LOCK).param("id", id).query(UUID.class).optional().flatMap(this::find);
  }

  /**
   * Stores a schedule.
   *
   * @param nextRun when it is due; null for a disabled one
   * @param file the file that defines it; null for none
   * @param key the client's key; null for none
   * @param bodyHash hash of what was asked, in hex; null without a key
   * @return its id; empty when its name or key is taken
   */
  Optional<UUID> insert(
      ScheduleDefinition definition,
      @Nullable Instant nextRun,
      @Nullable String file,
      Caller caller,
      @Nullable String key,
      @Nullable String bodyHash) {
    return bind(INSERT, definition, nextRun)
        .param("file", file)
        .param("caller", caller.isAnonymous() ? null : caller.name())
        .param("client", caller.client())
        .param("key", key)
        .param("body_hash", bodyHash)
        .query(UUID.class)
        .optional();
  }

  /** Replaces what the author of a schedule wrote; the problem of the former text is gone. */
  void replace(UUID id, ScheduleDefinition definition, @Nullable Instant nextRun) {
    bind(REPLACE, definition, nextRun).param("id", id).update();
  }

  /** Deletes a schedule with its runs; what they have started stays. */
  void delete(UUID id) {
    jdbc.sql("DELETE FROM schedules WHERE id = :id").param("id", id).update();
  }

  /** Returns whether a run is noted for a time, after which there is none for it. */
  boolean isNoted(UUID id, Instant fireTime) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT FROM schedule_runs WHERE schedule_id = :id AND fire_time = :fire_time)")
        .param("id", id)
        .param("fire_time", Timestamp.from(fireTime))
        .query(Boolean.class)
        .single();
  }

  /** Notes a run that did not start. */
  void passed(UUID id, Instant fireTime, ScheduleRun.Outcome outcome, @Nullable String reason) {
    addRun(id, fireTime, outcome, reason, Schedule.Started.NOTHING);
  }

  /**
   * Notes a run with what it has started; nothing is wrong then.
   *
   * @param fireTime when it was due; null for now
   * @return when it was due
   */
  Instant started(
      UUID id, @Nullable Instant fireTime, ScheduleRun.Outcome outcome, Schedule.Started started) {
    jdbc.sql(
            "UPDATE schedules SET last_job_id = :job_id, last_batch_id = :batch_id, last_fetch_id = :fetch_id,"
                + " problem = NULL"
                + " WHERE id = :id")
        .param("id", id)
        .param("job_id", started.jobId())
        .param("batch_id", started.batchId())
        .param("fetch_id", started.fetchId())
        .update();
    return addRun(id, fireTime, outcome, null, started);
  }

  private Instant addRun(
      UUID id,
      @Nullable Instant fireTime,
      ScheduleRun.Outcome outcome,
      @Nullable String reason,
      Schedule.Started started) {
    Timestamp noted =
        jdbc.sql(ADD_RUN)
            .param("id", id)
            .param("fire_time", timestamp(fireTime))
            .param("outcome", outcome.label())
            .param("reason", reason)
            .param("job_id", started.jobId())
            .param("batch_id", started.batchId())
            .param("fetch_id", started.fetchId())
            .query(Timestamp.class)
            .single();
    jdbc.sql(FORGET_RUNS).param("id", id).param("kept", KEPT_RUNS - 1).update();
    return noted.toInstant();
  }

  /** Returns whether what a run has started waits or runs. */
  boolean isUnfinished(Schedule.Started started) {
    return jdbc.sql(IS_UNFINISHED)
        .param("job_id", started.jobId())
        .param("batch_id", started.batchId())
        .param("fetch_id", started.fetchId())
        .query(Boolean.class)
        .single();
  }

  /** Moves a schedule on to its next time; null for none. */
  void advance(UUID id, @Nullable Instant nextRun) {
    jdbc.sql("UPDATE schedules SET next_run = :next_run, retry_at = NULL WHERE id = :id")
        .param("id", id)
        .param("next_run", timestamp(nextRun))
        .update();
  }

  /** Leaves a schedule due, and tries it again after a while. */
  void putOff(UUID id, String problem, Duration delay) {
    jdbc.sql(
            "UPDATE schedules SET problem = :problem,"
                + " retry_at = clock_timestamp() + :delay_ms * interval '1 millisecond' WHERE id = :id")
        .param("id", id)
        .param("problem", problem)
        .param("delay_ms", delay.toMillis())
        .update();
  }

  /**
   * Says why a schedule does not fire, unless its author has written it anew since it was read.
   *
   * @param problem null when nothing is wrong
   * @return whether that is news
   */
  boolean setProblem(Schedule schedule, @Nullable String problem) {
    return jdbc.sql(
                "UPDATE schedules SET problem = CAST(:problem AS text) WHERE id = :id"
                    + " AND updated_at = :updated_at AND problem IS DISTINCT FROM CAST(:problem AS text)")
            .param("id", schedule.id())
            .param("problem", problem)
            .param("updated_at", Timestamp.from(schedule.updatedAt()))
            .update()
        > 0;
  }

  /** Returns the figures of all schedules. */
  public ScheduleFigures figures() {
    return jdbc.sql(FIGURES)
        .query(
            (row, number) ->
                new ScheduleFigures(
                    row.getLong("enabled"),
                    row.getLong("disabled"),
                    row.getLong("problems"),
                    new RowReader(row).instant("next_run")))
        .single();
  }

  private JdbcClient.StatementSpec bind(
      String sql, ScheduleDefinition definition, @Nullable Instant nextRun) {
    ScheduledWork work = definition.work();
    return jdbc.sql(sql)
        .param("name", definition.name())
        .param("cron", definition.cron())
        .param("time_zone", definition.timeZone())
        .param("enabled", definition.enabled())
        .param("overlap", definition.overlap().label())
        .param("misfire", definition.misfire().label())
        .param("request", json(work, ScheduledWork.Kind.REQUEST))
        .param("batch", json(work, ScheduledWork.Kind.BATCH))
        .param("fetch", json(work, ScheduledWork.Kind.FETCH))
        .param("next_run", timestamp(nextRun));
  }

  private static @Nullable String json(ScheduledWork work, ScheduledWork.Kind kind) {
    return work.kind() == kind ? work.json() : null;
  }

  private static ScheduledWork work(ResultSet row) throws SQLException {
    for (ScheduledWork.Kind kind : ScheduledWork.Kind.values()) {
      String json = row.getString(kind.field());
      if (json != null) {
        return new ScheduledWork(kind, json);
      }
    }
    throw new IllegalStateException("a schedule without work");
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  private static Schedule schedule(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    return new Schedule(
        columns.requiredId("id"),
        new ScheduleDefinition(
            row.getString("name"),
            row.getString("cron"),
            row.getString("time_zone"),
            row.getBoolean("enabled"),
            Overlap.of(row.getString("overlap")),
            Misfire.of(row.getString("misfire")),
            work(row)),
        row.getString("problem"),
        columns.instant("next_run"),
        run(row),
        new Schedule.Started(
            columns.id("last_job_id"), columns.id("last_batch_id"), columns.id("last_fetch_id")),
        row.getString("file"),
        row.getString("created_by"),
        columns.id("api_key_id"),
        columns.requiredInstant("created_at"),
        columns.requiredInstant("updated_at"),
        columns.requiredInstant("read_at"));
  }

  private static @Nullable ScheduleRun run(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    return row.getString("outcome") == null
        ? null
        : new ScheduleRun(
            columns.requiredInstant("fire_time"),
            columns.requiredInstant("at"),
            ScheduleRun.Outcome.of(row.getString("outcome")),
            row.getString("reason"),
            columns.id("job_id"),
            columns.id("batch_id"),
            columns.id("fetch_id"));
  }
}
