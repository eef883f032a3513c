package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A claimed job and the thread that works on it. */
final class RunningJob {
  /** Checks that must find a thread still at work after its interrupt before it is abandoned. */
  static final int CHECKS_BEFORE_ABANDONED = 4;

  private final ClaimedJob job;

  /** Null before the work begins. */
  private @Nullable Thread thread;

  /** Null until a stop is requested. */
  private @Nullable Instant stopRequestedAt;

  private int checks;
  private boolean finished;
  private boolean abandoned;

  RunningJob(ClaimedJob job) {
    this.job = job;
  }

  /** Returns the job as it was claimed. */
  ClaimedJob job() {
    return job;
  }

  /** Marks the start of the work; called by the thread. */
  synchronized void begin() {
    thread = Thread.currentThread();
    if (stopRequestedAt != null) {
      thread.interrupt();
    }
  }

  /**
   * Interrupts the work; does nothing once it is finished, since the thread may then have another
   * job.
   */
  synchronized void requestStop(Instant now) {
    if (stopRequestedAt == null) {
      stopRequestedAt = now;
    }
    if (thread != null && !finished) {
      thread.interrupt();
    }
  }

  /** Marks the end of the work and clears a late interrupt; called by the thread. */
  synchronized boolean finish() {
    finished = true;
    Thread.interrupted();
    return stopRequestedAt != null;
  }

  /**
   * Abandons the thread when it has ignored its interrupt since before a time and over several
   * checks. A process that stood still has not given its threads that time.
   *
   * @return whether this call abandoned it
   */
  synchronized boolean abandonIfStuckSince(Instant time) {
    if (finished || abandoned || stopRequestedAt == null) {
      return false;
    }
    checks++;
    abandoned = checks >= CHECKS_BEFORE_ABANDONED && !stopRequestedAt.isAfter(time);
    return abandoned;
  }

  /** Returns whether the work is over. */
  synchronized boolean isFinished() {
    return finished;
  }

  /** Returns whether the thread was abandoned. */
  synchronized boolean isAbandoned() {
    return abandoned;
  }

  /** Returns the stack of the thread, for an operator. */
  synchronized StackTraceElement[] stack() {
    return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
  }
}
