package dev.trainyard.job.queue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The queue at one moment.
 *
 * @param paused whether no jobs are handed out
 * @param ready jobs that are due, by priority
 * @param delayed jobs that are due later
 * @param running jobs that a worker has
 * @param oldestWaitSeconds how long the longest waiting job has been due; 0 when none waits
 * @param workers workers that are alive
 * @param slots jobs that they can run at once
 * @param next the jobs that are handed out next
 * @param asOf time of these figures
 */
public record QueueView(
    boolean paused,
    Ready ready,
    long delayed,
    long running,
    double oldestWaitSeconds,
    int workers,
    int slots,
    List<Next> next,
    Instant asOf) {

  /** The same figures with another answer to whether jobs are handed out. */
  QueueView withPaused(boolean isPaused) {
    return new QueueView(
        isPaused, ready, delayed, running, oldestWaitSeconds, workers, slots, next, asOf);
  }

  /** Jobs that are due, by priority. */
  public record Ready(long high, long normal, long low) {}

  /**
   * A waiting job.
   *
   * @param jobId the job
   * @param priority label of its priority
   * @param queuePosition position from 1
   */
  public record Next(UUID jobId, String priority, int queuePosition) {}
}
