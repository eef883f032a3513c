package dev.trainyard.job.bulk;

import dev.trainyard.job.JobStatus;
import dev.trainyard.sql.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds and locks the jobs of a selection, oldest first, and deletes jobs. */
@Repository
public class SelectedJobs {

  /** As the statement of a retry has it: a failure is retried or replayed, never both. */
  private static final String REPLAYED =
      """
      CASE WHEN EXISTS (SELECT FROM training_jobs r WHERE r.replay_of = training_jobs.id)
          OR EXISTS (SELECT FROM failed_jobs f WHERE f.job_id = training_jobs.id AND f.replayed_as <> training_jobs.id)
          THEN 'REPLAYED' END
      """;

  private static final String IN_USE =
      """
      CASE WHEN EXISTS (SELECT FROM trained_configurations c WHERE c.job_id = training_jobs.id AND c.is_active)
          THEN 'CONFIGURATION_ACTIVE'
          WHEN EXISTS (SELECT FROM callbacks b WHERE b.job_id = training_jobs.id AND b.state = 'pending')
          THEN 'CALLBACK_PENDING' END
      """;

  private final JdbcClient jdbc;

  /** Creates the finder of a database. */
  public SelectedJobs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns the newest job that there is. */
  public Optional<UUID> newest() {
    return jdbc.sql("SELECT id FROM training_jobs ORDER BY id DESC LIMIT 1")
        .query(UUID.class)
        .optional();
  }

  /** Counts the jobs of a selection. */
  public SelectionFigures figures(BulkAction action, JobSelection selection) {
    String states = states(action);
    Conditions conditions = conditions(selection);
    List<Group> groups =
        conditions
            .bind(
                jdbc.sql(
                    "SELECT status, fits, blocked, count(*) AS jobs FROM (SELECT status, status IN ("
                        + states
                        + ") AS fits, CASE WHEN status IN ("
                        + states
                        + ") THEN "
                        + blocked(action)
                        + " END AS blocked FROM training_jobs"
                        + conditions.where()
                        + ") selected GROUP BY status, fits, blocked ORDER BY status, blocked"))
            .query(
                (row, number) ->
                    new Group(
                        JobStatus.valueOf(row.getString("status")),
                        row.getBoolean("fits"),
                        row.getString("blocked"),
                        row.getLong("jobs")))
            .list();
    List<SkippedJobs> skipped = new ArrayList<>();
    long matched = 0;
    long eligible = 0;
    for (Group group : groups) {
      matched += group.jobs();
      if (!group.fits()) {
        skipped.add(new SkippedJobs(SkippedJobs.Reason.WRONG_STATE, group.status(), group.jobs()));
      } else if (group.blocked() != null) {
        skipped.add(
            new SkippedJobs(
                SkippedJobs.Reason.valueOf(group.blocked()), group.status(), group.jobs()));
      } else {
        eligible += group.jobs();
      }
    }
    return new SelectionFigures(matched, eligible, skipped);
  }

  private record Group(JobStatus status, boolean fits, @Nullable String blocked, long jobs) {}

  /**
   * Lists jobs of a selection that may be changed, oldest first.
   *
   * @param after the job after which the list continues; null for the oldest
   * @param limit the most to return
   */
  public List<UUID> next(
      BulkAction action, JobSelection selection, @Nullable UUID after, int limit) {
    Conditions conditions = eligible(action, selection).term("id > :after", "after", after);
    return conditions
        .bind(
            jdbc.sql(
                "SELECT id FROM training_jobs" + conditions.where() + " ORDER BY id LIMIT :limit"))
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  /**
   * Locks those of some jobs that are still of a selection and may be changed, until the end of the
   * transaction. Waits for whoever holds one, as all that lock jobs do it in the order of their
   * ids.
   */
  public List<UUID> lock(BulkAction action, JobSelection selection, List<UUID> jobs) {
    Conditions conditions =
        eligible(action, selection)
            .term("id = ANY(:candidates)", "candidates", jobs.toArray(UUID[]::new));
    return conditions
        .bind(
            jdbc.sql(
                "SELECT id FROM training_jobs"
                    + conditions.where()
                    + " ORDER BY id FOR "
                    + (action == BulkAction.DELETE ? "UPDATE" : "NO KEY UPDATE")))
        .query(UUID.class)
        .list();
  }

  /**
   * Deletes jobs with their attempts, trials, logs, events, progress and callbacks. Their
   * configurations stay, and so do their dead letters until they expire.
   */
  public void delete(List<UUID> jobs) {
    jdbc.sql("DELETE FROM training_jobs WHERE id = ANY(:ids)")
        .param("ids", jobs.toArray(UUID[]::new))
        .update();
  }

  private static Conditions eligible(BulkAction action, JobSelection selection) {
    return conditions(selection)
        .term("status IN (" + states(action) + ")")
        .term("(" + blocked(action) + ") IS NULL");
  }

  private static Conditions conditions(JobSelection selection) {
    return selection.filter().conditions().term("id <= :up_to", "up_to", selection.upTo());
  }

  private static String states(BulkAction action) {
    return action.from().stream()
        .map(status -> "'" + status.name() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String blocked(BulkAction action) {
    return switch (action) {
      case CANCEL -> "NULL::text";
      case RETRY -> REPLAYED;
      case DELETE -> IN_USE;
    };
  }
}
