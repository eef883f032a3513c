package dev.trainyard.optimize;

import dev.trainyard.strategy.Parameters;

/** Finds out what parameters are worth: a pure function, called by many threads at once. */
@FunctionalInterface
public interface Evaluator {

  /** The worth of one set of parameters. */
  Evaluation evaluate(Parameters parameters);
}
