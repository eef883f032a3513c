package dev.trainyard.job.stream;

import dev.trainyard.retention.KeptFor;
import dev.trainyard.retention.Kind;
import dev.trainyard.retention.Removal;
import dev.trainyard.retention.Sweeper;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads what PostgreSQL has recorded of jobs and of the service: transitions and trials, log lines,
 * and events of the service, whose ids come from one sequence. Each statement is one snapshot, so
 * what one transaction wrote is read together.
 *
 * <p>Writes of one job wait for each other, so the ids of a job appear in their order. Those of
 * different jobs do not.
 */
@Repository("eventStore")
public class EventStore {
  private static final String OF_JOBS =
      """
      SELECT e.id, e.type, e.job_id, e.data::text AS data, e.created_at AS at,
          e.type = 'state' AND e.data ->> 'status' IN ('COMPLETED', 'FAILED', 'CANCELLED') AS ends
      FROM job_events e
      """;

  private static final String OF_LOGS =
      """
      SELECT l.seq AS id, 'log' AS type, l.job_id, CASE WHEN CAST(:logs AS boolean) THEN
          json_build_object('level', l.level, 'stage', l.stage, 'message', l.message)::text END AS data,
          l.time AS at, false AS ends
      FROM training_logs l
      """;

  private static final String OF_SERVICE =
      """
      SELECT s.id, s.type, s.job_id, s.data::text AS data, s.created_at AS at, false AS ends FROM service_events s
      """;

  private static final String WATCHED =
      "SELECT r.*, NULL AS strategy, NULL AS batch_id FROM unnest(CAST(:jobs AS uuid[]),"
          + " CAST(:afters AS bigint[])) AS watched (job, after) CROSS JOIN LATERAL ("
          + OF_JOBS
          + " WHERE e.job_id = watched.job AND e.id > watched.after UNION ALL "
          + OF_LOGS
          + " WHERE l.job_id = watched.job AND l.seq > watched.after) r ORDER BY r.id LIMIT :limit";

  /** Each part is read in the order of its index, so that little is read of a long history. */
  private static final String ALL =
      "SELECT r.*, j.strategy, j.batch_id FROM (("
          + OF_JOBS
          + " WHERE e.id > :after ORDER BY e.id LIMIT :limit) UNION ALL ("
          + OF_LOGS
          + " WHERE l.seq > :after ORDER BY l.seq LIMIT :limit) UNION ALL ("
          + OF_SERVICE
          + " WHERE s.id > :after ORDER BY s.id LIMIT :limit) ORDER BY id LIMIT :limit) r"
          + " LEFT JOIN training_jobs j ON j.id = r.job_id ORDER BY r.id";

  private static final String WINDOW =
      "SELECT r.*, j.strategy, j.batch_id FROM ("
          + OF_JOBS
          + " WHERE e.id > :after AND e.id <= :up_to UNION ALL "
          + OF_LOGS
          + " WHERE CAST(:logs AS boolean) AND l.seq > :after AND l.seq <= :up_to UNION ALL "
          + OF_SERVICE
          + " WHERE s.id > :after AND s.id <= :up_to) r"
          + " LEFT JOIN training_jobs j ON j.id = r.job_id ORDER BY r.id";

  private static final String POSITION =
      """
      SELECT j.status IN ('COMPLETED', 'FAILED', 'CANCELLED') AS ended,
          greatest((SELECT max(id) FROM job_events WHERE job_id = j.id),
              (SELECT max(seq) FROM training_logs WHERE job_id = j.id)) AS last,
          least((SELECT min(id) FROM job_events WHERE job_id = j.id),
              (SELECT min(seq) FROM training_logs WHERE job_id = j.id)) AS first
      FROM training_jobs j WHERE j.id = :job
      """;

  private static final String IS_OF_JOB =
      """
      SELECT EXISTS (SELECT FROM job_events WHERE id = :id AND job_id = :job)
          OR EXISTS (SELECT FROM training_logs WHERE seq = :id AND job_id = :job)
      """;

  private static final String LAST_ID =
      "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM event_ids";

  /**
   * A transaction locks a table before it takes an id for its row, and is visible before it unlocks
   * it.
   */
  private static final String WRITERS =
      """
      SELECT DISTINCT virtualtransaction FROM pg_locks
      WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND relation IN ('job_events'::regclass, 'training_logs'::regclass, 'service_events'::regclass)
      """;

  private static final String OLDEST =
      """
      SELECT least((SELECT min(id) FROM job_events WHERE id > f.up_to), (SELECT min(seq) FROM training_logs WHERE seq > f.up_to),
          (SELECT min(id) FROM service_events WHERE id > f.up_to))
      FROM forgotten_events f
      """;

  private static final String FORGET =
      """
      WITH gone AS (
        DELETE FROM service_events WHERE id IN (
          SELECT id FROM service_events WHERE created_at < now() - :age_ms * interval '1 millisecond'
          ORDER BY created_at LIMIT :some FOR UPDATE SKIP LOCKED)
        RETURNING id),
      noted AS (
        UPDATE forgotten_events SET up_to = greatest(up_to, (SELECT max(id) FROM gone)) WHERE EXISTS (SELECT FROM gone))
      SELECT count(*) FROM gone
      """;

  private final JdbcClient jdbc;
  private final Sweeper sweeper;

  /** Creates the store of a database. */
  public EventStore(JdbcClient jdbc, Sweeper sweeper) {
    this.jdbc = jdbc;
    this.sweeper = sweeper;
  }

  /**
   * Events of some jobs, each after what is known of it, by id.
   *
   * @param after for each job the id after which to read
   * @param limit the most to return
   */
  List<StreamedEvent> ofJobs(Map<UUID, Long> after, int limit) {
    return jdbc.sql(WATCHED)
        .param("jobs", after.keySet().toArray(UUID[]::new))
        .param("afters", after.values().toArray(Long[]::new))
        .param("logs", true)
        .param("limit", limit)
        .query((row, number) -> event(row))
        .list();
  }

  /**
   * All events after an id, by id.
   *
   * @param logs whether log lines are wanted; otherwise only their ids
   * @param limit the most to return
   */
  List<StreamedEvent> after(long id, boolean logs, int limit) {
    return jdbc.sql(ALL)
        .param("after", id)
        .param("logs", logs)
        .param("limit", limit)
        .query((row, number) -> event(row))
        .list();
  }

  /** All events of a range of ids, by id; log lines only if they are wanted. */
  List<StreamedEvent> between(long after, long upTo, boolean logs) {
    return jdbc.sql(WINDOW)
        .param("after", after)
        .param("up_to", upTo)
        .param("logs", logs)
        .query((row, number) -> event(row))
        .list();
  }

  private static StreamedEvent event(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    EventType type = EventType.of(row.getString("type")).orElse(null);
    UUID job = columns.id("job_id");
    return new StreamedEvent(
        row.getLong("id"),
        type,
        job,
        row.getString("strategy"),
        columns.id("batch_id"),
        row.getBoolean("ends"),
        type == null
            ? new byte[0]
            : Frames.event(
                row.getLong("id"),
                type,
                job,
                columns.requiredInstant("at"),
                row.getString("data")));
  }

  /** How far the record of a job goes; empty when there is no such job. */
  Optional<Position> position(UUID job) {
    return jdbc.sql(POSITION)
        .param("job", job)
        .query(
            (row, number) ->
                new Position(row.getBoolean("ended"), row.getLong("first"), row.getLong("last")))
        .optional();
  }

  /** Returns whether an id is that of an event of a job. */
  boolean isOfJob(long id, UUID job) {
    return jdbc.sql(IS_OF_JOB).param("id", id).param("job", job).query(Boolean.class).single();
  }

  /** Returns the highest id that anybody has taken, whether its row is there or not. */
  public long lastId() {
    return jdbc.sql(LAST_ID).query(Long.class).single();
  }

  /** Returns the running transactions that may have taken ids. */
  Set<String> writers() {
    return new HashSet<>(jdbc.sql(WRITERS).query(String.class).list());
  }

  /** Returns the highest id that was deleted; 0 when none was. */
  long forgotten() {
    return jdbc.sql("SELECT up_to FROM forgotten_events").query(Long.class).single();
  }

  /** Returns the least id of those that are complete; null when there is none. */
  @Nullable Long oldest() {
    return jdbc.sql(OLDEST)
        .query((row, number) -> Optional.ofNullable(id(row)))
        .single()
        .orElse(null);
  }

  private static @Nullable Long id(ResultSet row) throws SQLException {
    return row.getObject(1, Long.class);
  }

  /**
   * Deletes old events of the service. Those of jobs stay with their jobs.
   *
   * @param age how old they may get, such as {@code 7d}
   */
  public void forget(String age) {
    sweeper.sweep(Kind.EVENTS, KeptFor.of(age), this::forgetSome);
  }

  private Removal.Step forgetSome(Duration kept, int most) {
    return Removal.Step.of(
        jdbc.sql(FORGET)
            .param("age_ms", kept.toMillis())
            .param("some", most)
            .query(Long.class)
            .single(),
        most);
  }

  /**
   * How far the record of a job goes.
   *
   * @param ended whether its state is final
   * @param first id of its first event
   * @param last id of its last event
   */
  record Position(boolean ended, long first, long last) {}
}
