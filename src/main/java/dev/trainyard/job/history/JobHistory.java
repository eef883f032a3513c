package dev.trainyard.job.history;

import dev.trainyard.job.view.TimeOfId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counts jobs by minutes. Failures are counted by their dead letters, which stay when a job is
 * tried again.
 */
@Repository
public class JobHistory {
  private static final String MINUTES =
      """
      WITH submitted AS (
        SELECT date_bin('1 minute', created_at, 'epoch') AS at, count(*) AS submitted
        FROM training_jobs WHERE id >= :first_id AND created_at >= :since GROUP BY 1),
      ended AS (
        SELECT date_bin('1 minute', finished_at, 'epoch') AS at, count(*) FILTER (WHERE status = 'COMPLETED') AS completed,
            count(*) FILTER (WHERE status = 'CANCELLED') AS cancelled
        FROM training_jobs WHERE finished_at >= :since GROUP BY 1),
      failed AS (
        SELECT date_bin('1 minute', failed_at, 'epoch') AS at, count(*) AS failed
        FROM failed_jobs WHERE failed_at >= :since GROUP BY 1)
      SELECT at, coalesce(submitted, 0) AS submitted, coalesce(completed, 0) AS completed, coalesce(failed, 0) AS failed,
          coalesce(cancelled, 0) AS cancelled
      FROM submitted FULL JOIN ended USING (at) FULL JOIN failed USING (at)
      """;

  private final JdbcClient jdbc;

  /** Creates the history of a database. */
  public JobHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Counts what happened from a time on. Minutes in which nothing did are left out.
   *
   * @param since start of a minute
   */
  public List<JobsOfMinute> since(Instant since) {
    return jdbc.sql(MINUTES)
        .param("since", Timestamp.from(since))
        .param("first_id", TimeOfId.first(since))
        .query(
            (row, number) ->
                new JobsOfMinute(
                    row.getTimestamp("at").toInstant(),
                    row.getLong("submitted"),
                    row.getLong("completed"),
                    row.getLong("failed"),
                    row.getLong("cancelled")))
        .list();
  }
}
