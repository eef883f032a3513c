package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import org.jspecify.annotations.Nullable;

/** The route that processes a job. */
public interface JobRoute {
  /** Returns whether a job could pass through all its stages now. */
  boolean isOpen();

  /**
   * Sends a job through the route on the calling thread.
   *
   * @return the error, or null when there was none, which does not prove the job's outcome
   */
  @Nullable Throwable process(ClaimedJob job);

  /** Returns whether an error means that a stage was stopped while a job was on its way to it. */
  boolean isClosing(Throwable error);

  /** Returns whether the route takes no more jobs and releases the running ones. */
  boolean isStopping();
}
