package dev.trainyard.validation.walkforward;

import dev.trainyard.optimize.Trial;

/** Is told of the steps of a validation, in order, on the thread that runs it. */
public interface ValidationListener {
  /** Does nothing. */
  ValidationListener NONE = new ValidationListener() {};

  /**
   * A trial of a window's study was finished, to be stored under the name of the study.
   *
   * @param study {@code window-1} and so on
   * @param trial the trial
   */
  default void told(String study, Trial trial) {}

  /** A window was finished; its result follows from its stored trials. */
  default void windowFinished(WindowResult result) {}

  /**
   * Some work was done.
   *
   * @param done trials finished, those of an earlier attempt included
   * @param total trials in all
   */
  default void progressed(int done, int total) {}
}
