package dev.trainyard.optimize;

import java.util.Arrays;

/**
 * The density of one numeric parameter over a set of observations: a mixture of normals, one per
 * observation, truncated to the interval of the parameter, and one wide normal as the prior.
 *
 * <p>J. Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011, section 4, with
 * the kernel widths and weights that Optuna 3 uses. On a grid the density of a value is the mass of
 * its cell.
 */
final class ParzenEstimator implements DensityEstimator {
  /** A kernel further away than this many widths adds less than the last bit of the prior. */
  private static final double NEGLIGIBLE = 9;

  private static final int MOST_DIVISIONS = 100;

  private final Dimension dimension;
  private final double[] mu;
  private final double[] sigma;
  private final double[] cumulativeWeight;
  private final double[] lowerCdf;
  private final double[] mass;
  private final double[] height;

  /**
   * Fits the mixture.
   *
   * @param positions points of the observations, in the order of their trials
   */
  ParzenEstimator(Dimension dimension, double[] positions) {
    this.dimension = dimension;
    int n = positions.length;
    double range = dimension.high() - dimension.low();
    mu = Arrays.copyOf(positions, n + 1);
    mu[n] = dimension.low() + range / 2;
    sigma = widths(mu, dimension.low(), dimension.high());
    sigma[n] = range;

    double[] weight = KernelWeights.normalised(n);
    cumulativeWeight = KernelWeights.cumulative(weight);
    lowerCdf = new double[n + 1];
    mass = new double[n + 1];
    height = new double[n + 1];
    for (int k = 0; k <= n; k++) {
      lowerCdf[k] = StandardNormal.cdf((dimension.low() - mu[k]) / sigma[k]);
      mass[k] = StandardNormal.cdf((dimension.high() - mu[k]) / sigma[k]) - lowerCdf[k];
      height[k] =
          dimension.isStepped()
              ? weight[k] / mass[k]
              : weight[k] * StandardNormal.DENSITY_AT_ZERO / (sigma[k] * mass[k]);
    }
  }

  @Override
  public double sample(RandomStream.Draws draws) {
    int k = KernelWeights.pick(cumulativeWeight, draws.nextDouble());
    double p = lowerCdf[k] + draws.nextDouble() * mass[k];
    double position = mu[k] + sigma[k] * StandardNormal.quantile(p);
    return dimension.value(Math.min(dimension.high(), Math.max(dimension.low(), position)));
  }

  @Override
  public double logDensity(double value) {
    return StrictMath.log(dimension.isStepped() ? cellMass(value) : density(value));
  }

  private double density(double value) {
    double x = dimension.position(value);
    double sum = 0;
    for (int k = 0; k < mu.length; k++) {
      double z = (x - mu[k]) / sigma[k];
      if (Math.abs(z) < NEGLIGIBLE) {
        sum += height[k] * StrictMath.exp(-0.5 * z * z);
      }
    }
    return sum;
  }

  private double cellMass(double value) {
    double lower = dimension.lowerEdge(value);
    double upper = dimension.upperEdge(value);
    double sum = 0;
    for (int k = 0; k < mu.length; k++) {
      double from = (lower - mu[k]) / sigma[k];
      double to = (upper - mu[k]) / sigma[k];
      if (from < NEGLIGIBLE && to > -NEGLIGIBLE) {
        // Right of the mean the mirrored tail keeps the digits that 1 − tail would lose
        sum +=
            height[k]
                * (from > 0
                    ? StandardNormal.cdf(-from) - StandardNormal.cdf(-to)
                    : StandardNormal.cdf(to) - StandardNormal.cdf(from));
      }
    }
    return sum;
  }

  double[] centres() {
    return mu.clone();
  }

  double[] widths() {
    return sigma.clone();
  }

  /**
   * The width of each kernel: its larger gap to a neighbour, where the outermost two count the
   * inner gap alone, within [range / min(100, 1 + kernels), range].
   */
  private static double[] widths(double[] mu, double low, double high) {
    int n = mu.length;
    double[] sorted = mu.clone();
    Arrays.sort(sorted);
    int[] taken = new int[n];
    double[] sigma = new double[n];
    double widest = high - low;
    double narrowest = widest / Math.min(MOST_DIVISIONS, 1 + n);
    for (int k = 0; k < n; k++) {
      int first = firstIndexOf(sorted, mu[k]);
      int i = first + taken[first]++;
      double left = sorted[i] - (i > 0 ? sorted[i - 1] : low);
      double right = (i < n - 1 ? sorted[i + 1] : high) - sorted[i];
      double gap;
      if (n > 1 && i == 0) {
        gap = right;
      } else if (n > 1 && i == n - 1) {
        gap = left;
      } else {
        gap = Math.max(left, right);
      }
      sigma[k] = Math.min(widest, Math.max(narrowest, gap));
    }
    return sigma;
  }

  private static int firstIndexOf(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
