package dev.trainyard.optimize.study;

import java.util.concurrent.ExecutorService;

/**
 * Where trials run.
 *
 * @param executor runs the trials of this process
 * @param count trials of a study that run in this process at the same time, 1 or more
 * @param remote evaluates trials in other processes
 * @param lanes runs what waits for them, a thread for each slice under way
 */
public record TrialThreads(
    ExecutorService executor, int count, RemoteEvaluation remote, ExecutorService lanes) {

  public TrialThreads {
    if (count < 1) {
      throw new IllegalArgumentException("a study needs at least one thread");
    }
  }

  /** Creates the threads of this process alone. */
  public TrialThreads(ExecutorService executor, int count) {
    this(executor, count, RemoteEvaluation.NONE, executor);
  }
}
