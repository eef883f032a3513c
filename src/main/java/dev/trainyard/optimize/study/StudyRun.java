package dev.trainyard.optimize.study;

import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.TrialListener;

/** A study as it is run, perhaps beside others. All calls come from the thread that runs it. */
public interface StudyRun extends TrialListener {
  /** Creates the study, with the trials that it has already; called once, when it begins. */
  Study begin();

  /** Returns what evaluates the trials; called by several threads at once. */
  Evaluator evaluator();

  /** Called after the last trial, also when there was none left to run. */
  default void ended(Study study) {}
}
