package dev.trainyard.optimize;

/**
 * Is told of each finished trial, in the order of their numbers, on the thread that runs the study.
 * Workers go on meanwhile. An exception ends the study and reaches its caller.
 */
@FunctionalInterface
public interface TrialListener {
  /** Does nothing. */
  TrialListener NONE = (trial, best) -> {};

  /**
   * A trial was finished.
   *
   * @param trial with its returns, unless it reuses a result; to be stored
   * @param best the best trial up to this one, feasible or not
   */
  void told(Trial trial, Trial best);
}
