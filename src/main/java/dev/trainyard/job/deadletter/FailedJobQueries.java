package dev.trainyard.job.deadletter;

import dev.trainyard.job.Stage;
import dev.trainyard.sql.Conditions;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

  private final JdbcClient jdbc;

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
