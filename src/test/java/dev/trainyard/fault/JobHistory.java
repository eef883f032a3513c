package dev.trainyard.fault;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that PostgreSQL knows of a job, as lines to debug from. */
final class JobHistory {
  private static final List<String> TABLES =
      List.of(
          """
          SELECT 'job ' || to_json(j)::text FROM (
            SELECT id, status, stage, attempt, losses, run_at, deadline_at, lease_owner, lease_expires_at, error, config_id,
                event_seq, idempotency_key, created_at, started_at, finished_at FROM training_jobs WHERE id = :job) j
          """,
          """
          SELECT 'attempt ' || to_json(a)::text FROM job_attempts a WHERE job_id = :job ORDER BY started_at
          """,
          "SELECT 'event ' || to_json(e)::text FROM job_events e WHERE job_id = :job ORDER BY seq",
          """
          SELECT 'trials ' || study || ' ' || count(*) || ' to number ' || max(number) FROM training_trials
          WHERE job_id = :job GROUP BY study ORDER BY study
          """,
          "SELECT 'log ' || to_json(l)::text FROM training_logs l WHERE job_id = :job ORDER BY seq",
          "SELECT 'dead letter ' || to_json(f)::text FROM failed_jobs f WHERE job_id = :job");

  private JobHistory() {}

  static String of(JdbcClient jdbc, UUID job) {
    StringBuilder lines = new StringBuilder();
    for (String table : TABLES) {
      jdbc.sql(table)
          .param("job", job)
          .query(String.class)
          .list()
          .forEach(line -> lines.append("    ").append(line).append('\n'));
    }
    return lines.toString();
  }
}
