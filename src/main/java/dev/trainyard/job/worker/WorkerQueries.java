package dev.trainyard.job.worker;

import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the living workers: those whose last heartbeat is within the length of a lease. */
@Repository
public class WorkerQueries {
  private static final String LIVING =
      """
      SELECT w.*, coalesce(r.running, '{}') AS running
      FROM workers w LEFT JOIN (
          SELECT j.lease_owner, array_agg(j.id ORDER BY j.id) AS running FROM training_jobs j
          WHERE j.status = 'RUNNING' GROUP BY j.lease_owner) r ON r.lease_owner = w.id
      WHERE w.last_heartbeat > now() - :lease_ms * interval '1 millisecond' AND w.id > :after
      ORDER BY w.id LIMIT :limit
      """;

  private final JdbcClient jdbc;
  private final QueueSettings settings;

  /** Creates the queries of a database. */
  public WorkerQueries(JdbcClient jdbc, QueueSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /**
   * Lists living workers by id.
   *
   * @param after id after which the list continues; empty for the first
   * @param limit the most to return
   */
  public List<WorkerView> list(String after, int limit) {
    return jdbc.sql(LIVING)
        .param("lease_ms", settings.lease().toMillis())
        .param("after", after)
        .param("limit", limit)
        .query((row, number) -> view(row))
        .list();
  }

  private static WorkerView view(ResultSet row) throws SQLException {
    return new WorkerView(
        row.getString("id"),
        row.getString("host"),
        row.getLong("pid"),
        row.getString("version"),
        row.getInt("slots"),
        List.of((UUID[]) row.getArray("running").getArray()),
        new RowReader(row).requiredInstant("last_heartbeat"));
  }
}
