package dev.trainyard.optimize.tpe;

import java.util.Arrays;

/**
 * The weights of observations in a mixture: the newest 25 count fully, older ones linearly less
 * down to 1/n. The prior counts as much as one observation.
 */
final class KernelWeights {
  private static final int FULL = 25;

  private KernelWeights() {}

  /** Returns the weights of n observations, oldest first. */
  static double[] ofObservations(int n) {
    double[] weights = new double[n];
    Arrays.fill(weights, 1);
    int old = n - FULL;
    for (int i = 0; i < old; i++) {
      weights[i] = old == 1 ? 1.0 / n : 1.0 / n + i * ((1 - 1.0 / n) / (old - 1));
    }
    return weights;
  }

  /** Returns the weights of n observations and, last, the prior; their sum is 1. */
  static double[] normalised(int n) {
    double[] weights = Arrays.copyOf(ofObservations(n), n + 1);
    weights[n] = 1;
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    for (int i = 0; i <= n; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** Returns the running sums, for {@link #pick}. */
  static double[] cumulative(double[] weights) {
    double[] sums = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += weights[i];
      sums[i] = sum;
    }
    return sums;
  }

  /** Returns the index that a uniform number in [0, 1) selects. */
  static int pick(double[] cumulative, double u) {
    double point = u * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, point);
    // A point on a boundary belongs to the next index
    int index = found >= 0 ? found + 1 : -found - 1;
    return Math.min(index, cumulative.length - 1);
  }
}
