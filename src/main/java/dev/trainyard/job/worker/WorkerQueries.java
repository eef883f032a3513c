package dev.trainyard.job.worker;

import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
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

  private static final String MEMBERS =
      """
      SELECT id, helps_job, cluster_address FROM workers
      WHERE last_heartbeat > now() - :lease_ms * interval '1 millisecond' AND cluster_address IS NOT NULL
      ORDER BY id
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

  /** Returns the living workers that help others, by the job that they help with. */
  public Map<UUID, List<String>> helpers() {
    Map<UUID, List<String>> helpers = new HashMap<>();
    members(
        row -> {
          UUID job = row.getObject("helps_job", UUID.class);
          if (job != null) {
            helpers.computeIfAbsent(job, any -> new ArrayList<>()).add(row.getString("id"));
          }
        });
    return helpers;
  }

  /** Returns where the living members of the cluster are, by the id of the worker. */
  public SortedMap<String, String> members() {
    SortedMap<String, String> members = new TreeMap<>();
    members(row -> members.put(row.getString("id"), row.getString("cluster_address")));
    return members;
  }

  private void members(RowCallbackHandler each) {
    jdbc.sql(MEMBERS).param("lease_ms", settings.lease().toMillis()).query(each);
  }

  private static WorkerView view(ResultSet row) throws SQLException {
    return new WorkerView(
        row.getString("id"),
        row.getString("host"),
        row.getLong("pid"),
        row.getString("version"),
        row.getInt("slots"),
        List.of((UUID[]) row.getArray("running").getArray()),
        row.getObject("helps_job", UUID.class),
        new RowReader(row).requiredInstant("last_heartbeat"));
  }
}
