package dev.trainyard.optimize.tpe;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.StandardNormal;
import dev.trainyard.optimize.sampler.Dimension;
import org.jspecify.annotations.Nullable;

/**
 * A numeric parameter's part of the kernels: normal distributions truncated to its interval. On a
 * grid the density of a value is the mass of its cell.
 */
final class NumericKernels implements KernelColumn {
  /** A grid with more values than this uses no table of masses. */
  private static final int MAX_TABLE = 1000;

  private static final double LOG_DENSITY_AT_ZERO = StrictMath.log(StandardNormal.DENSITY_AT_ZERO);

  private final Dimension dimension;
  private final double[] mu;
  private final double[] sigma;
  private final double[] lowerCdf;
  private final double[] mass;

  /** Logarithm of the normalising factor of each kernel. */
  private final double[] logScale;

  /**
   * Logarithm of the untruncated mass of a cell by its distance in steps from the centre of a
   * kernel as wide as the first; null when kernels differ in width or are not on the grid.
   */
  private final double @Nullable [] logMassByDistance;

  /**
   * Creates the kernels.
   *
   * @param mu their centres within the interval, that of the prior last
   * @param sigma their standard deviations
   */
  NumericKernels(Dimension dimension, double[] mu, double[] sigma) {
    this.dimension = dimension;
    this.mu = mu.clone();
    this.sigma = sigma.clone();
    int kernels = mu.length;
    lowerCdf = new double[kernels];
    mass = new double[kernels];
    logScale = new double[kernels];
    for (int k = 0; k < kernels; k++) {
      lowerCdf[k] = StandardNormal.cdf((dimension.low() - mu[k]) / sigma[k]);
      mass[k] = StandardNormal.cdf((dimension.high() - mu[k]) / sigma[k]) - lowerCdf[k];
      logScale[k] =
          dimension.isStepped()
              ? -StrictMath.log(mass[k])
              : LOG_DENSITY_AT_ZERO - StrictMath.log(sigma[k] * mass[k]);
    }
    logMassByDistance = hasTable() ? massByDistance() : null;
  }

  @Override
  public double sample(int kernel, RandomStream.Draws draws) {
    double p = lowerCdf[kernel] + draws.nextDouble() * mass[kernel];
    double position = mu[kernel] + sigma[kernel] * StandardNormal.quantile(p);
    return dimension.value(Math.min(dimension.high(), Math.max(dimension.low(), position)));
  }

  @Override
  public void addLogDensities(double coordinate, double[] sums) {
    int kernels = mu.length;
    if (!dimension.isStepped()) {
      double x = dimension.position(coordinate);
      for (int k = 0; k < kernels; k++) {
        double z = (x - mu[k]) / sigma[k];
        sums[k] += logScale[k] - 0.5 * z * z;
      }
      return;
    }
    double[] table = logMassByDistance;
    int tabled = 0;
    if (table != null) {
      tabled = kernels - 1;
      for (int k = 0; k < tabled; k++) {
        int distance = (int) Math.rint(Math.abs(coordinate - mu[k]) / dimension.step());
        sums[k] += logScale[k] + table[distance];
      }
    }
    double lower = dimension.lowerEdge(coordinate);
    double upper = dimension.upperEdge(coordinate);
    for (int k = tabled; k < kernels; k++) {
      sums[k] += logScale[k] + logMass((lower - mu[k]) / sigma[k], (upper - mu[k]) / sigma[k]);
    }
  }

  private boolean hasTable() {
    if (!dimension.isEvenlyStepped() || dimension.steps() > MAX_TABLE) {
      return false;
    }
    for (int k = 0; k < mu.length - 1; k++) {
      if (sigma[k] != sigma[0]) {
        return false;
      }
    }
    return true;
  }

  private double[] massByDistance() {
    double[] table = new double[dimension.steps() + 1];
    double width = dimension.step() / sigma[0];
    for (int distance = 0; distance < table.length; distance++) {
      table[distance] = logMass((distance - 0.5) * width, (distance + 0.5) * width);
    }
    return table;
  }

  private static double logMass(double from, double to) {
    // Right of the mean the mirrored tail keeps the digits that 1 − tail would lose
    return StrictMath.log(
        from > 0
            ? StandardNormal.cdf(-from) - StandardNormal.cdf(-to)
            : StandardNormal.cdf(to) - StandardNormal.cdf(from));
  }
}
