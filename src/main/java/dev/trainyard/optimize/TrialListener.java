package dev.trainyard.optimize;

/**
 * Receives each finished trial, by number, on the thread that runs the study. Workers continue
 * meanwhile. An exception ends the study and reaches its caller.
 */
@FunctionalInterface
public interface TrialListener {
  /** Does nothing. */
  TrialListener NONE = (trial, best) -> {};

  /**
   * Called when a trial is finished.
   *
   * @param trial the trial to store, with its returns unless it reuses a result
   * @param best the best trial up to this one, feasible or not
   */
  void onTrial(Trial trial, Trial best);
}
