package dev.trainyard.optimize;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnBuckets;

/**
 * The value of one set of parameters.
 *
 * @param score value of the objective, larger is better, finite
 * @param violation amount by which it violates the constraints, 0 when all hold
 * @param metrics all figures of the back-test
 * @param returns its returns over time
 */
public record Evaluation(double score, double violation, Metrics metrics, ReturnBuckets returns) {

  public Evaluation {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("a score must be finite, not " + score);
    }
    if (!(violation >= 0 && violation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a violation must be 0 or more, not " + violation);
    }
  }
}
