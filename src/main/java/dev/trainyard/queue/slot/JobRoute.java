package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import org.jspecify.annotations.Nullable;

/** What a job goes through. */
public interface JobRoute {
  /** Whether a job could go through all its stages now. */
  boolean isOpen();

  /**
   * Sends a job through, on the thread that calls.
   *
   * @return what went wrong, null when nothing did; that proves nothing of the job's outcome
   */
  @Nullable Throwable process(ClaimedJob job);

  /** Whether an error says that a stage was stopped while a job was on its way to it. */
  boolean isClosing(Throwable error);

  /** Whether no more jobs are taken, and those that run are given back. */
  boolean isStopping();
}
