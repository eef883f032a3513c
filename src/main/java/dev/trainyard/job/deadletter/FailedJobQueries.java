package dev.trainyard.job.deadletter;

import dev.trainyard.job.Stage;
import dev.trainyard.sql.Conditions;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads dead letters, newest first. */
@Repository
public class FailedJobQueries {
  private static final String LISTED =
      """
      SELECT id, job_id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message, attempts, worker_id,
          failed_at, expires_at, replayed_as, NULL AS request, NULL AS stack
      FROM failed_jobs
      """;

  /** The newest of an error is found by the index of that error. */
  private static final String GROUPS =
      """
      SELECT g.error_class, g.jobs, g.not_replayed, newest.kind, newest.failed_at, left(newest.message, 1000) AS message,
          newest.id, newest.job_id
      FROM (
          SELECT error_class, count(*) AS jobs, count(*) FILTER (WHERE replayed_as IS NULL) AS not_replayed
          FROM failed_jobs WHERE failed_at >= :since GROUP BY error_class ORDER BY jobs DESC, error_class LIMIT :limit) g,
          LATERAL (SELECT * FROM failed_jobs f WHERE f.error_class = g.error_class ORDER BY f.id DESC LIMIT 1) newest
      ORDER BY g.jobs DESC, g.error_class
      """;

  private final JdbcClient jdbc;

  /** Creates the queries of a database without a context. */
  public static FailedJobQueries of(DataSource database) {
    return new FailedJobQueries(JdbcClient.create(database));
  }

  /** Creates the queries of a database. */
  public FailedJobQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns a dead letter with its request and stack trace, or empty when it does not exist or has
   * expired.
   */
  public Optional<FailedJobView> find(UUID id) {
    return jdbc.sql("SELECT * FROM failed_jobs WHERE id = :id AND expires_at > now()")
        .param("id", id)
        .query((row, number) -> view(row))
        .optional();
  }

  /**
   * Lists dead letters, newest first.
   *
   * @param before id before which the list continues; null for the newest
   * @param limit the most to return
   */
  public List<FailedJobView> list(FailedJobFilter filter, @Nullable UUID before, int limit) {
    Conditions conditions = filter.conditions().term("id < :before", "before", before);
    return conditions
        .bind(jdbc.sql(LISTED + conditions.where() + " ORDER BY id DESC LIMIT :limit"))
        .param("limit", limit)
        .query((row, number) -> view(row))
        .list();
  }

  /**
   * Groups the failures from a time on by their error, the most frequent first.
   *
   * @param limit the most to return
   */
  public List<FailureGroup> groups(Instant since, int limit) {
    return jdbc.sql(GROUPS)
        .param("since", Timestamp.from(since))
        .param("limit", limit)
        .query(
            (row, number) -> {
              RowReader columns = new RowReader(row);
              return new FailureGroup(
                  row.getString("error_class"),
                  row.getString("kind"),
                  row.getLong("jobs"),
                  row.getLong("not_replayed"),
                  columns.requiredInstant("failed_at"),
                  row.getString("message"),
                  columns.requiredId("id"),
                  columns.requiredId("job_id"));
            })
        .list();
  }

  /** Counts the dead letters that nobody has replayed or discarded. */
  public long countWaiting() {
    return jdbc.sql(
            "SELECT count(*) FROM failed_jobs WHERE replayed_as IS NULL AND expires_at > now()")
        .query(Long.class)
        .single();
  }

  private static FailedJobView view(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    return new FailedJobView(
        columns.requiredId("id"),
        columns.requiredId("job_id"),
        row.getString("strategy"),
        row.getString("symbol"),
        row.getString("exchange"),
        row.getString("timeframe"),
        columns.constant("stage", Stage.class),
        row.getString("kind"),
        row.getString("error_class"),
        row.getString("message"),
        row.getInt("attempts"),
        row.getString("worker_id"),
        columns.requiredInstant("failed_at"),
        columns.requiredInstant("expires_at"),
        columns.id("replayed_as"),
        row.getString("request"),
        row.getString("stack"));
  }
}
