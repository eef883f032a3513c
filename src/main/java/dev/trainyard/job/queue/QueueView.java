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
 * @param running jobs that workers are running
 * @param oldestWaitSeconds how long the longest waiting job has been due; 0 when none waits
 * @param workers living workers
 * @param slots jobs that these workers can run at once
 * @param next the jobs to be handed out next
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

  /** Returns the same figures with another pause flag. */
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
