package dev.trainyard.optimize;

import dev.trainyard.strategy.Parameters;

/** Evaluates parameters: a pure function, called by many threads at once. */
@FunctionalInterface
public interface Evaluator {

  /** Evaluates one set of parameters. */
  Evaluation evaluate(Parameters parameters);
}
