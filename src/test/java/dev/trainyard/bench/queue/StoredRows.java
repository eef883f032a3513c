package dev.trainyard.bench.queue;

import dev.trainyard.job.lifecycle.SubmittedJob;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many jobs, made by SQL as copies of one. */
final class StoredRows {
  private static final int CHUNK = 50_000;

  private static final String COPY =
      """
      INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at, ready_score,
          timeout_seconds, max_attempts, space, batch_size, started_at, finished_at)
      SELECT uuid_v7(), :status, CASE WHEN n % 100 = 0 THEN 'RARE' ELSE strategy END,
          CASE WHEN n % 3 = 0 THEN 'ETH/USDT' ELSE symbol END, exchange, timeframe, priority, request,
          run_at, ready_score + n, timeout_seconds, max_attempts, space, batch_size,
          CASE WHEN :status <> 'PENDING' THEN now() END, CASE WHEN :status <> 'PENDING' THEN now() END
      FROM training_jobs, generate_series(CAST(:from AS integer), CAST(:to AS integer)) n WHERE id = :template
      """;

  private final JdbcClient jdbc;

  StoredRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds jobs of a state; those that wait are due, one millisecond after the other. */
  void add(SubmittedJob template, String status, int jobs) {
    for (int from = 0; from < jobs; from += CHUNK) {
      jdbc.sql(COPY)
          .param("status", status)
          .param("template", template.id())
          .param("from", from + 1)
          .param("to", Math.min(jobs, from + CHUNK))
          .update();
    }
  }

  /** Deletes all jobs. */
  void clear() {
    jdbc.sql("TRUNCATE training_jobs, trained_configurations CASCADE").update();
  }

  /** What autovacuum does within minutes. */
  void vacuum() {
    jdbc.sql("VACUUM ANALYZE training_jobs").update();
  }
}
