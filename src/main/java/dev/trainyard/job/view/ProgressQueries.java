package dev.trainyard.job.view;

import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Stage;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the progress of jobs: one look-up by primary key in two tables for each. */
@Repository
public class ProgressQueries {

  /** The pace of an earlier claim does not predict the end of the current one. */
  private static final String PROGRESS =
      "SELECT j.id, j.status, j.strategy, j.batch_id, j.stage, j.started_at, j.error ->> 'message'"
          + " AS error_message, "
          + JobQueries.PERCENTAGE
          + ", "
          + JobQueries.STEP
          + """
          , CASE WHEN j.status = 'COMPLETED' THEN 100 ELSE coalesce(p.step_percentage, 0) END AS step_percentage,
              p.step_details, p.current_iteration, p.total_iterations, p.best_score, p.best_params,
              greatest(j.updated_at, p.updated_at) AS updated_at,
              CASE WHEN j.status = 'RUNNING' AND p.updated_at >= a.started_at THEN p.estimated_completion END
                  AS estimated_completion
          FROM training_jobs j LEFT JOIN training_progress p ON p.job_id = j.id
              LEFT JOIN job_attempts a ON a.job_id = j.id AND a.lease_token = j.lease_token
          """;

  private static final String RUNNING =
      "SELECT j.id, j.strategy, j.symbol, j.exchange, j.timeframe, j.started_at, j.attempt, j.lease_owner,"
          + " p.best_score, "
          + JobQueries.PERCENTAGE
          + ", "
          + JobQueries.STEP
          + """
          , CASE WHEN p.updated_at >= a.started_at THEN p.estimated_completion END AS estimated_completion
          FROM (SELECT * FROM training_jobs WHERE status = 'RUNNING' ORDER BY id LIMIT :limit) j
              LEFT JOIN training_progress p ON p.job_id = j.id
              LEFT JOIN job_attempts a ON a.job_id = j.id AND a.lease_token = j.lease_token
          ORDER BY j.id
          """;

  private final JdbcClient jdbc;

  /** Creates the queries of a database. */
  public ProgressQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the progress of a job, or empty when no job has that id. */
  public Optional<ProgressView> find(UUID id) {
    return jdbc.sql(PROGRESS + " WHERE j.id = :id")
        .param("id", id)
        .query((row, number) -> view(row))
        .optional();
  }

  /** Returns the progress of those of some jobs that exist. */
  public List<JobProgress> ofJobs(Collection<UUID> ids) {
    return jdbc.sql(PROGRESS + " WHERE j.id = ANY(:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, number) -> progress(row))
        .list();
  }

  /** Returns the progress of all jobs that run. */
  public List<JobProgress> ofRunning() {
    return jdbc.sql(PROGRESS + " WHERE j.status = 'RUNNING'")
        .query((row, number) -> progress(row))
        .list();
  }

  /**
   * Lists jobs that run, oldest first.
   *
   * @param limit the most to return
   */
  public List<RunningJob> running(int limit) {
    return jdbc.sql(RUNNING)
        .param("limit", limit)
        .query(
            (row, number) -> {
              RowReader columns = new RowReader(row);
              return new RunningJob(
                  columns.requiredId("id"),
                  row.getString("strategy"),
                  row.getString("symbol"),
                  row.getString("exchange"),
                  row.getString("timeframe"),
                  columns.constant("step", Stage.class),
                  row.getDouble("percentage"),
                  columns.number("best_score"),
                  columns.instant("estimated_completion"),
                  columns.instant("started_at"),
                  row.getInt("attempt"),
                  row.getString("lease_owner"));
            })
        .list();
  }

  private static JobProgress progress(ResultSet row) throws SQLException {
    return new JobProgress(view(row), row.getString("strategy"), new RowReader(row).id("batch_id"));
  }

  private static ProgressView view(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    JobStatus status = JobStatus.valueOf(row.getString("status"));
    Stage step = columns.constant("step", Stage.class);
    return new ProgressView(
        columns.requiredId("id"),
        status,
        row.getDouble("percentage"),
        step,
        step == null ? 0 : step.number(),
        Stage.values().length,
        row.getDouble("step_percentage"),
        row.getString("step_details"),
        columns.integer("current_iteration"),
        columns.integer("total_iterations"),
        columns.number("best_score"),
        row.getString("best_params"),
        columns.instant("started_at"),
        columns.requiredInstant("updated_at"),
        columns.instant("estimated_completion"),
        status.isFinal(),
        row.getString("error_message"));
  }
}
