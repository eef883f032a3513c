package dev.trainyard.fault;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Measures how long the jobs of a killed worker wait until they run again. */
final class RecoveryClock {
  private static final String RUNNING_AGAIN =
      """
      SELECT (SELECT extract(epoch FROM min(next.started_at) - :killed_at) * 1000 FROM job_attempts next
              WHERE next.job_id = last.job_id AND next.started_at > :killed_at AND next.lease_token <> last.lease_token)::bigint
      FROM job_attempts last
      WHERE last.worker_id LIKE :worker AND last.outcome = 'lost'
        AND last.started_at < :killed_at AND last.finished_at > :killed_at
      """;

  /** A worker's process that was killed, and whether all others were at work by then. */
  private record Kill(long pid, Instant at, boolean othersLived) {}

  private final List<Kill> kills = new ArrayList<>();

  /**
   * Notes that a worker's process is killed now.
   *
   * @param othersLived whether the other workers could take its jobs
   */
  synchronized void killed(long pid, boolean othersLived) {
    kills.add(new Kill(pid, Instant.now(), othersLived));
  }

  /**
   * Time from each kill that left a worker to the next claim of each job that the killed one had,
   * shortest first.
   */
  List<Duration> recoveries(JdbcClient jdbc) {
    return recoveries(jdbc, true);
  }

  /** The same of kills that left no worker: the start of one is part of the time. */
  List<Duration> recoveriesByNewWorkers(JdbcClient jdbc) {
    return recoveries(jdbc, false);
  }

  private synchronized List<Duration> recoveries(JdbcClient jdbc, boolean othersLived) {
    List<Duration> recoveries = new ArrayList<>();
    for (Kill kill : kills) {
      if (kill.othersLived() != othersLived) {
        continue;
      }
      jdbc
          .sql(RUNNING_AGAIN)
          .param("killed_at", Timestamp.from(kill.at()))
          .param("worker", "%-" + kill.pid() + "-%")
          .query(Long.class)
          .list()
          .stream()
          // Null for a job that was cancelled before anyone claimed it again
          .filter(millis -> millis != null)
          .map(Duration::ofMillis)
          .forEach(recoveries::add);
    }
    recoveries.sort(null);
    return recoveries;
  }
}
