package dev.trainyard.queue;

import dev.trainyard.job.ClaimedJob;

/** A claimed job on the thread that works on it. */
final class RunningJob {
  private final ClaimedJob job;
  private Thread thread;
  private boolean stopRequested;
  private boolean finished;

  RunningJob(ClaimedJob job) {
    this.job = job;
  }

  ClaimedJob job() {
    return job;
  }

  /** Called by the thread before it works on the job. */
  synchronized void begin() {
    thread = Thread.currentThread();
    if (stopRequested) {
      thread.interrupt();
    }
  }

  /**
   * Interrupts the work; nothing once it is finished, since the thread may have another job by
   * then.
   */
  synchronized void requestStop() {
    stopRequested = true;
    if (thread != null && !finished) {
      thread.interrupt();
    }
  }

  /** Called by the thread when the work is over; clears an interrupt that came too late. */
  synchronized boolean finish() {
    finished = true;
    Thread.interrupted();
    return stopRequested;
  }
}
