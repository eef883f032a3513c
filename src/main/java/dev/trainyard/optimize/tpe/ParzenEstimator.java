package dev.trainyard.optimize.tpe;

import dev.trainyard.optimize.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * The density of whole parameter sets: a mixture of one kernel per observation and a wide kernel as
 * the prior, each the product of its parts for the single parameters. Immutable.
 */
final class ParzenEstimator {
  /** A kernel this far below the highest one, in logarithms, does not change the sum. */
  private static final double NEGLIGIBLE = 40;

  private final @Nullable KernelColumn[] columns;
  private final double[] cumulativeWeight;
  private final double[] logWeight;

  /**
   * Creates the mixture.
   *
   * @param columns one per parameter, null for one with a single value
   * @param weights one per kernel, the prior's last
   */
  ParzenEstimator(@Nullable KernelColumn[] columns, double[] weights) {
    this.columns = columns.clone();
    cumulativeWeight = KernelWeights.cumulative(weights);
    logWeight = new double[weights.length];
    for (int k = 0; k < weights.length; k++) {
      logWeight[k] = StrictMath.log(weights[k]);
    }
  }

  /**
   * Draws a point.
   *
   * @param draws one row per parameter and a last one for the choice of the kernel
   * @param coordinates receives the point; the coordinate of a parameter with a single value stays
   *     as it is
   */
  void sample(RandomStream.Draws[] draws, double[] coordinates) {
    int kernel = KernelWeights.pick(cumulativeWeight, draws[columns.length].nextDouble());
    for (int p = 0; p < columns.length; p++) {
      if (columns[p] != null) {
        coordinates[p] = columns[p].sample(kernel, draws[p]);
      }
    }
  }

  /** Returns the natural logarithm of the density at a point. */
  double logDensity(double[] coordinates) {
    double[] logs = logWeight.clone();
    for (int p = 0; p < columns.length; p++) {
      if (columns[p] != null) {
        columns[p].addLogDensities(coordinates[p], logs);
      }
    }
    double highest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      highest = Math.max(highest, log);
    }
    double sum = 0;
    for (double log : logs) {
      if (log > highest - NEGLIGIBLE) {
        sum += StrictMath.exp(log - highest);
      }
    }
    return highest + StrictMath.log(sum);
  }
}
