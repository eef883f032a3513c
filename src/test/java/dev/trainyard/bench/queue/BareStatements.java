package dev.trainyard.bench.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * The least that PostgreSQL must do for durable jobs: one statement that claims, one that
 * completes, without attempts, events, configurations or any framework.
 */
final class BareStatements {
  private static final String CLAIM =
      """
      UPDATE training_jobs SET status = 'RUNNING', lease_token = gen_random_uuid(),
          lease_expires_at = now() + interval '10 seconds'
      WHERE id IN (SELECT id FROM training_jobs WHERE status = 'PENDING' ORDER BY ready_score, id LIMIT ?
          FOR NO KEY UPDATE SKIP LOCKED)
      RETURNING id
      """;

  private static final String COMPLETE =
      """
      UPDATE training_jobs SET status = 'COMPLETED', lease_expires_at = NULL, finished_at = now()
      WHERE id = ANY(?) AND status = 'RUNNING'
      """;

  private final DataSource dataSource;

  BareStatements(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Completes all jobs that wait; returns jobs per second. */
  double drain(int threads, int batch) throws ExecutionException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long begin = System.nanoTime();
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(() -> drain(batch)));
      }
      int jobs = 0;
      for (Future<Integer> thread : running) {
        jobs += thread.get();
      }
      return jobs * 1e9 / (System.nanoTime() - begin);
    } finally {
      pool.shutdownNow();
    }
  }

  private int drain(int batch) throws SQLException {
    int jobs = 0;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM);
        PreparedStatement complete = connection.prepareStatement(COMPLETE)) {
      claim.setInt(1, batch);
      while (true) {
        List<UUID> claimed = new ArrayList<>();
        try (ResultSet rows = claim.executeQuery()) {
          while (rows.next()) {
            claimed.add(rows.getObject(1, UUID.class));
          }
        }
        if (claimed.isEmpty()) {
          return jobs;
        }
        complete.setArray(1, connection.createArrayOf("uuid", claimed.toArray()));
        complete.executeUpdate();
        jobs += claimed.size();
      }
    }
  }
}
