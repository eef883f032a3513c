package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A claimed job on the thread that works on it. */
final class RunningJob {
  /** Looks that find a thread at work after its interrupt before it is given up. */
  static final int LOOKS_BEFORE_ABANDONED = 4;

  private final ClaimedJob job;

  /** Null before the work begins. */
  private @Nullable Thread thread;

  /** Null while nobody has asked for it. */
  private @Nullable Instant stopRequestedAt;

  private int looks;
  private boolean finished;
  private boolean abandoned;

  RunningJob(ClaimedJob job) {
    this.job = job;
  }

  /** The job as it was claimed. */
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
   * Gives up the thread when it has ignored its interrupt since before a time, and for some looks:
   * a process that stood still has not given its threads that time.
   *
   * @return whether this call gave it up
   */
  synchronized boolean abandonIfStuckSince(Instant time) {
    if (finished || abandoned || stopRequestedAt == null) {
      return false;
    }
    looks++;
    abandoned = looks >= LOOKS_BEFORE_ABANDONED && !stopRequestedAt.isAfter(time);
    return abandoned;
  }

  /** Whether the work is over. */
  synchronized boolean isFinished() {
    return finished;
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
