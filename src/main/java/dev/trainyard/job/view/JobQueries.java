package dev.trainyard.job.view;

import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Stage;
import dev.trainyard.job.TraceContext;
import dev.trainyard.sql.Conditions;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads jobs, newest first. */
@Repository
public class JobQueries {

  /**
   * 100 is reserved for COMPLETED. Progress of an earlier attempt counts as long as its trials
   * exist: whatever deletes the trials also deletes the progress.
   */
  public static final String DONE =
      "CASE WHEN j.status = 'COMPLETED' THEN 100 ELSE least(coalesce(p.percentage, 0), 99.9) END";

  static final String PERCENTAGE = DONE + " AS percentage";

  /**
   * The stage of the percentage. A released job prepares its candles again but keeps the progress
   * of its stored trials. A failed job shows the stage in which it failed.
   */
  static final String STEP =
      """
      CASE WHEN j.status IN ('PENDING', 'RUNNING', 'CANCELLED') THEN coalesce(p.stage, j.stage) ELSE j.stage END AS step
      """;

  private static final String SELECT =
      "SELECT j.*, j.status = 'PENDING' AND j.run_at <= now() AS waiting, p.best_score, c.verdict, "
          + PERCENTAGE
          + ", "
          + STEP;
  private static final String PROGRESS =
      " LEFT JOIN training_progress p ON p.job_id = j.id"
          + " LEFT JOIN trained_configurations c ON c.id = j.config_id";

  private final JdbcClient jdbc;

  /** Creates the queries of a database. */
  public JobQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns a job, or empty when no job has that id. */
  public Optional<JobView> find(UUID id) {
    List<JobView> found =
        jdbc.sql(SELECT + " FROM training_jobs j" + PROGRESS + " WHERE j.id = :id")
            .param("id", id)
            .query((row, number) -> view(row))
            .list();
    return withAttempts(found).stream().findFirst();
  }

  /**
   * Lists jobs, newest first.
   *
   * @param before id before which the list continues; null for the newest
   * @param limit the most to return
   */
  public List<JobView> list(JobFilter filter, @Nullable UUID before, int limit) {
    Conditions conditions = filter.conditions().term("id < :before", "before", before);
    String page =
        "(SELECT * FROM training_jobs" + conditions.where() + " ORDER BY id DESC LIMIT :limit) j";
    return withAttempts(
        conditions
            .bind(jdbc.sql(SELECT + " FROM " + page + PROGRESS + " ORDER BY j.id DESC"))
            .param("limit", limit)
            .query((row, number) -> view(row))
            .list());
  }

  /** Counts jobs. */
  public JobCount count(JobFilter filter) {
    Conditions conditions = filter.conditions();
    String from = " FROM training_jobs" + conditions.where();
    return conditions
        .bind(
            jdbc.sql(
                "SELECT (SELECT count(*)"
                    + from
                    + ") AS jobs, (SELECT id"
                    + from
                    + " ORDER BY id DESC LIMIT 1) AS newest_id"))
        .query(
            (row, number) -> new JobCount(row.getLong("jobs"), new RowReader(row).id("newest_id")))
        .single();
  }

  /** Returns the state of a job, or empty when no job has that id. */
  public Optional<JobStatus> status(UUID id) {
    return jdbc.sql("SELECT status FROM training_jobs WHERE id = :id")
        .param("id", id)
        .query((row, number) -> JobStatus.valueOf(row.getString(1)))
        .optional();
  }

  /** Returns the job that replays a failed job, or empty when none does. */
  public Optional<UUID> replayOf(UUID failedJob) {
    return jdbc.sql(
            """
            SELECT id FROM training_jobs WHERE replay_of = :id
            UNION SELECT replayed_as FROM failed_jobs WHERE job_id = :id AND replayed_as <> :id
            LIMIT 1
            """)
        .param("id", failedJob)
        .query(UUID.class)
        .optional();
  }

  private List<JobView> withAttempts(List<JobView> jobs) {
    Map<UUID, JobView> byId =
        jobs.stream().collect(Collectors.toMap(JobView::jobId, Function.identity()));
    jdbc.sql("SELECT * FROM job_attempts WHERE job_id = ANY(:ids) ORDER BY job_id, started_at")
        .param("ids", byId.keySet().toArray(UUID[]::new))
        .query(
            row -> {
              RowReader columns = new RowReader(row);
              Objects.requireNonNull(
                      byId.get(columns.requiredId("job_id")), "an attempt without a job")
                  .attempts()
                  .add(
                      new JobView.Attempt(
                          row.getInt("number"),
                          row.getString("worker_id"),
                          columns.requiredInstant("started_at"),
                          columns.instant("finished_at"),
                          row.getString("outcome"),
                          row.getString("error")));
            });
    return jobs;
  }

  private static JobView view(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    return new JobView(
        columns.requiredId("id"),
        JobStatus.valueOf(row.getString("status")),
        columns.constant("step", Stage.class),
        row.getDouble("percentage"),
        row.getInt("attempt"),
        row.getInt("max_attempts"),
        row.getString("priority"),
        columns.id("batch_id"),
        row.getString("request"),
        row.getString("lease_owner"),
        columns.requiredInstant("created_at"),
        row.getString("created_by"),
        columns.requiredInstant("run_at"),
        columns.instant("started_at"),
        columns.instant("finished_at"),
        columns.requiredInstant("updated_at"),
        row.getString("error"),
        columns.number("best_score"),
        columns.id("config_id"),
        row.getString("verdict"),
        columns.id("replay_of"),
        TraceContext.traceId(row.getString("trace_context")),
        new ArrayList<>(),
        row.getBoolean("waiting"));
  }
}
