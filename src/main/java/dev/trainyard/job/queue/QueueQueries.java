package dev.trainyard.job.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the state of the queue from PostgreSQL. */
@Repository
public class QueueQueries {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final int NEXT = 10;
  private static final int COUNTED_AHEAD = 10_000;

  /** Each figure comes from an index that holds only the jobs it counts. */
  private static final String FIGURES =
      """
      WITH waiting AS (
        SELECT priority, count(*) FILTER (WHERE run_at <= now()) AS ready, count(*) FILTER (WHERE run_at > now()) AS delayed
        FROM training_jobs WHERE status = 'PENDING' GROUP BY priority),
      alive AS (
        SELECT count(*) AS workers, coalesce(sum(slots), 0) AS slots FROM workers
        WHERE last_heartbeat > now() - :lease_ms * interval '1 millisecond')
      SELECT now() AS as_of, alive.workers, alive.slots,
          (SELECT count(*) FROM training_jobs WHERE status = 'RUNNING') AS running,
          coalesce((SELECT extract(epoch FROM now() - min(run_at)) FROM training_jobs
              WHERE status = 'PENDING' AND run_at <= now()), 0) AS oldest_wait_seconds,
          coalesce((SELECT sum(delayed) FROM waiting), 0) AS delayed,
          coalesce((SELECT ready FROM waiting WHERE priority = 'high'), 0) AS high,
          coalesce((SELECT ready FROM waiting WHERE priority = 'normal'), 0) AS normal,
          coalesce((SELECT ready FROM waiting WHERE priority = 'low'), 0) AS low
      FROM alive
      """;

  private final JdbcClient jdbc;
  private final QueueState state;
  private final QueueSettings settings;
  private final Clock clock;
  private Instant computedAt = Instant.EPOCH;

  /** Null before the first query. */
  private @Nullable QueueView latest;

  /** Creates the queries of a database without a context. */
  public static QueueQueries of(DataSource database, QueueSettings settings, Clock clock) {
    JdbcClient jdbc = JdbcClient.create(database);
    return new QueueQueries(jdbc, new QueueState(jdbc), settings, clock);
  }

  /** Creates the queries of a database. */
  public QueueQueries(JdbcClient jdbc, QueueState state, QueueSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.state = state;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Returns the queue as of at most a second ago, since counting a deep queue for every caller
   * costs too much. The pause flag is always current.
   */
  public QueueView view() {
    return figures().withPaused(state.isPaused());
  }

  /** Returns the queue at this moment, for callers that cache the result. */
  public QueueView current() {
    return read().withPaused(state.isPaused());
  }

  private synchronized QueueView figures() {
    Instant now = clock.instant();
    QueueView known = latest;
    if (known == null || Duration.between(computedAt, now).compareTo(FRESH) >= 0) {
      known = read();
      latest = known;
      computedAt = now;
    }
    return known;
  }

  private QueueView read() {
    List<QueueView.Next> next = next();
    return jdbc.sql(FIGURES)
        .param("lease_ms", settings.lease().toMillis())
        .query((row, number) -> view(row, next))
        .single();
  }

  /**
   * Returns the positions of waiting jobs, from 1. A job that does not wait, or waits behind ten
   * thousand others, has none.
   */
  public Map<UUID, Integer> positions(Collection<UUID> jobs) {
    Map<UUID, Integer> positions = new HashMap<>();
    jdbc.sql(
            """
            SELECT id, position FROM (
              SELECT id, row_number() OVER (ORDER BY ready_score, id) AS position FROM (
                SELECT id, ready_score FROM training_jobs WHERE status = 'PENDING' AND run_at <= now()
                ORDER BY ready_score, id LIMIT :counted) due) numbered
            WHERE id = ANY(:ids)
            """)
        .param("counted", COUNTED_AHEAD)
        .param("ids", jobs.toArray(UUID[]::new))
        .query(
            row -> {
              positions.put(row.getObject("id", UUID.class), row.getInt("position"));
            });
    return positions;
  }

  private List<QueueView.Next> next() {
    return jdbc.sql(
            """
            SELECT id, priority FROM training_jobs WHERE status = 'PENDING' AND run_at <= now()
            ORDER BY ready_score, id LIMIT :limit
            """)
        .param("limit", NEXT)
        .query(
            (row, number) ->
                new QueueView.Next(
                    row.getObject("id", UUID.class), row.getString("priority"), number + 1))
        .list();
  }

  private static QueueView view(ResultSet row, List<QueueView.Next> next) throws SQLException {
    return new QueueView(
        false,
        new QueueView.Ready(row.getLong("high"), row.getLong("normal"), row.getLong("low")),
        row.getLong("delayed"),
        row.getLong("running"),
        row.getDouble("oldest_wait_seconds"),
        row.getInt("workers"),
        row.getInt("slots"),
        next,
        row.getTimestamp("as_of").toInstant());
  }
}
