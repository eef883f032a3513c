package dev.trainyard.queue;

import dev.trainyard.job.ClaimedJob;
import java.time.Instant;

/** A claimed job on the thread that works on it. */
final class RunningJob {
  private final ClaimedJob job;
  private Thread thread;
  private Instant stopRequestedAt;
  private boolean finished;
  private boolean abandoned;

  RunningJob(ClaimedJob job) {
    this.job = job;
  }

  ClaimedJob job() {
    return job;
  }

  /** Called by the thread before it works on the job. */
  synchronized void begin() {
    thread = Thread.currentThread();
    if (stopRequestedAt != null) {
      thread.interrupt();
    }
  }

  /**
   * Interrupts the work; nothing once it is finished, since the thread may have another job by
   * then.
   */
  synchronized void requestStop(Instant now) {
    if (stopRequestedAt == null) {
      stopRequestedAt = now;
    }
    if (thread != null && !finished) {
      thread.interrupt();
    }
  }

  /** Called by the thread when the work is over; clears an interrupt that came too late. */
  synchronized boolean finish() {
    finished = true;
    Thread.interrupted();
    return stopRequestedAt != null;
  }

  /**
   * Gives up the thread when it has ignored its interrupt since before a time.
   *
   * @return whether this call gave it up
   */
  synchronized boolean abandonIfStuckSince(Instant time) {
    if (finished || abandoned || stopRequestedAt == null || stopRequestedAt.isAfter(time)) {
      return false;
    }
    abandoned = true;
    return true;
  }

  /** Whether nobody waits for the thread any more. */
  synchronized boolean isAbandoned() {
    return abandoned;
  }

  /** Where the thread is, for an operator. */
  synchronized StackTraceElement[] stack() {
    return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
  }
}
