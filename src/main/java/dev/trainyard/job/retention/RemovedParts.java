package dev.trainyard.job.retention;

import dev.trainyard.retention.KeptFor;
import dev.trainyard.retention.Kind;
import dev.trainyard.retention.RetentionSettings;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tells what a job had and has no more, as its time was over. */
@Repository
public class RemovedParts {
  private static final String IS_PASSED =
      """
      SELECT EXISTS (
        SELECT FROM training_jobs j JOIN retention_marks m ON (j.finished_at, j.id) <= (m.ended, m.job_id)
        WHERE j.id = :job_id AND m.kind = :kind AND %s)
      """;

  /** A job that was not completed may have ended before its first trial. */
  private static final String HAD_TRIALS =
      IS_PASSED.formatted(
          """
          NOT EXISTS (SELECT FROM training_trials t WHERE t.job_id = j.id)
          AND (j.status = 'COMPLETED' OR EXISTS (SELECT FROM job_attempts a WHERE a.job_id = j.id AND a.trials > 0))
          """);

  private static final String HAD_LINES =
      IS_PASSED.formatted("NOT EXISTS (SELECT FROM training_logs l WHERE l.job_id = j.id)");

  private final JdbcClient jdbc;
  private final RetentionSettings settings;

  /** Creates the queries of a database. */
  public RemovedParts(JdbcClient jdbc, RetentionSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** Returns what to say of the trials of a job; empty unless they were removed. */
  public Optional<String> trials(UUID jobId) {
    return told(HAD_TRIALS, Kind.TRIALS, jobId);
  }

  /** Returns what to say of the log of a job; empty unless it was removed. */
  public Optional<String> logs(UUID jobId) {
    return told(HAD_LINES, Kind.LOGS, jobId);
  }

  private Optional<String> told(String question, Kind kind, UUID jobId) {
    boolean isRemoved =
        jdbc.sql(question)
            .param("job_id", jobId)
            .param("kind", kind.label())
            .query(Boolean.class)
            .single();
    return isRemoved ? Optional.of(sentence(kind, jobId)) : Optional.empty();
  }

  private String sentence(Kind kind, UUID jobId) {
    KeptFor kept = settings.of(kind);
    return "the %s of job %s were removed %s(%s)"
        .formatted(
            kind.label(),
            jobId,
            kept.isForever() ? "" : "after " + kept.words() + " ",
            kind.setting());
  }
}
