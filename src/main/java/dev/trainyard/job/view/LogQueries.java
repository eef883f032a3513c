package dev.trainyard.job.view;

import dev.trainyard.job.Stage;
import dev.trainyard.sql.Conditions;
import dev.trainyard.sql.RowReader;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the logs of jobs, oldest line first. */
@Repository
public class LogQueries {
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
  public List<LogView> list(UUID jobId, LogFilter filter, long after, int limit) {
    Conditions conditions =
        new Conditions()
            .equal("job_id", jobId)
            .term("seq > :after", "after", after)
            .term("level = ANY(:levels)", "levels", filter.levels())
            .term(
                "strpos(lower(concat_ws(' ', stage, message)), lower(:text)) > 0",
                "text",
                filter.text());
    return conditions
        .bind(
            jdbc.sql(
                "SELECT seq, time, level, message, stage FROM training_logs"
                    + conditions.where()
                    + " ORDER BY seq LIMIT :limit"))
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
