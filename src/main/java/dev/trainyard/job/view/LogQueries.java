package dev.trainyard.job.view;

import dev.trainyard.job.Stage;
import dev.trainyard.sql.RowReader;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the logs of jobs, oldest line first. */
@Repository
public class LogQueries {
  private static final String LINES =
      """
      SELECT seq, time, level, message, stage FROM training_logs WHERE job_id = :job_id AND seq > :after
      ORDER BY seq LIMIT :limit
      """;

  private final JdbcClient jdbc;

  /** Creates the queries of a database. */
  public LogQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Lists lines of a job's log.
   *
   * @param after number of the line after which the list starts; 0 for the first
   * @param limit the most to return
   */
  public List<LogView> list(UUID jobId, long after, int limit) {
    return jdbc.sql(LINES)
        .param("job_id", jobId)
        .param("after", after)
        .param("limit", limit)
        .query(
            (row, number) -> {
              RowReader columns = new RowReader(row);
              return new LogView(
                  row.getLong("seq"),
                  columns.requiredInstant("time"),
                  row.getString("level"),
                  row.getString("message"),
                  columns.constant("stage", Stage.class));
            })
        .list();
  }
}
