package dev.trainyard.job.view;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the results of jobs. */
@Repository
public class ResultQueries {
  private final JdbcClient jdbc;

  /** Creates the queries of a database. */
  public ResultQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the result of a job, or empty when it has stored no trained configuration. */
  public Optional<ResultView> find(UUID jobId) {
    return jdbc.sql(
            """
            SELECT job_id, id, parameters, in_sample, out_of_sample, validation, lifecycle, data_quality
            FROM trained_configurations WHERE job_id = :job_id
            """)
        .param("job_id", jobId)
        .query(
            (row, number) ->
                new ResultView(
                    row.getObject("job_id", UUID.class),
                    row.getObject("id", UUID.class),
                    row.getString("parameters"),
                    row.getString("in_sample"),
                    row.getString("out_of_sample"),
                    row.getString("validation"),
                    row.getString("lifecycle"),
                    row.getString("data_quality")))
        .optional();
  }
}
