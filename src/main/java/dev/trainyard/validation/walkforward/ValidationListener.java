package dev.trainyard.validation.walkforward;

import dev.trainyard.optimize.Trial;

/** Receives the steps of a validation, in order, on the thread that runs it. */
public interface ValidationListener {
  /** Does nothing. */
  ValidationListener NONE = new ValidationListener() {};

  /**
   * Called when a trial of a window's study is finished, to store it under the name of the study.
   *
   * @param study {@code window-1} and so on
   * @param trial the trial
   */
  default void onTrial(String study, Trial trial) {}

  /** Called when a window is finished; its result follows from its stored trials. */
  default void windowFinished(WindowResult result) {}

  /**
   * Called when work was done.
   *
   * @param done finished trials, including those of an earlier attempt
   * @param total trials in all
   */
  default void progressed(int done, int total) {}
}
