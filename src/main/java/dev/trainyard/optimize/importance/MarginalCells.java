package dev.trainyard.optimize.importance;

import dev.trainyard.optimize.StandardNormal;
import dev.trainyard.optimize.sampler.Dimension;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The density of one parameter over cells: its choices, the values of a short grid, or equal parts
 * of its interval, in logarithms for a log parameter. Numbers are smoothed by kernels whose width
 * follows D. W. Scott, "Multivariate density estimation", 1992; a uniform distribution counts as
 * one more observation, so that no cell is empty.
 */
final class MarginalCells {
  private static final int MAX_CELLS = 50;
  private static final double SCOTT = 1.059;

  /** Quartiles of a normal distribution are this many deviations apart. */
  private static final double QUARTILES = 1.34;

  /** At least 90 % of a kernel lies within its cell. */
  private static final double NARROWEST = 0.5 / 1.64;

  private final int parameter;

  /** Null for a categorical parameter. */
  private final @Nullable Dimension dimension;

  private final int cells;

  /**
   * Creates the cells of a parameter.
   *
   * @param parameter its position in the space
   */
  MarginalCells(ParameterSpec spec, int parameter) {
    this.parameter = parameter;
    if (spec.type() == ParameterType.CATEGORICAL) {
      dimension = null;
      cells = spec.choices().size();
    } else {
      dimension = new Dimension(spec);
      cells = cells(dimension);
    }
  }

  private static int cells(Dimension dimension) {
    if (dimension.isFixed()) {
      return 1;
    }
    return dimension.isEvenlyStepped() && dimension.steps() < MAX_CELLS
        ? dimension.steps() + 1
        : MAX_CELLS;
  }

  /** Returns the share of each cell; none is 0 and their sum is 1. */
  double[] density(List<Parameters> points) {
    double[] ascending = new double[points.size()];
    for (int k = 0; k < ascending.length; k++) {
      ascending[k] = cell(points.get(k).coordinate(parameter));
    }
    Arrays.sort(ascending);
    double[] density = new double[cells];
    Arrays.fill(density, 1.0 / cells);
    double[] counts = new double[cells];
    for (double cell : ascending) {
      counts[(int) cell]++;
    }
    double width = width(ascending);
    for (int cell = 0; cell < cells; cell++) {
      if (dimension == null) {
        density[cell] += counts[cell];
      } else if (counts[cell] > 0) {
        addKernels(density, counts[cell], cell, width);
      }
    }
    for (int cell = 0; cell < cells; cell++) {
      density[cell] /= points.size() + 1;
    }
    return density;
  }

  private int cell(double coordinate) {
    if (dimension == null) {
      return (int) coordinate;
    }
    if (cells == 1) {
      return 0;
    }
    double share =
        (dimension.position(coordinate) - dimension.low()) / (dimension.high() - dimension.low());
    return Math.max(0, Math.min(cells - 1, (int) (share * cells)));
  }

  private static double width(double[] ascending) {
    int n = ascending.length;
    double mean = 0;
    for (double value : ascending) {
      mean += value / n;
    }
    double squares = 0;
    for (double value : ascending) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = StrictMath.sqrt(squares / Math.max(1, n - 1));
    double quartiles = ascending[n * 3 / 4] - ascending[n / 4];
    double spread = Math.min(quartiles / QUARTILES, deviation);
    return Math.max(NARROWEST, SCOTT * spread * StrictMath.pow(n, -0.2));
  }

  /** Adds the mass of a normal distribution around a cell to each cell, truncated at both ends. */
  private void addKernels(double[] density, double count, int centre, double width) {
    double below = StandardNormal.cdf((-0.5 - centre) / width);
    double whole = StandardNormal.cdf((cells - 0.5 - centre) / width) - below;
    double before = below;
    for (int cell = 0; cell < cells; cell++) {
      double upTo = StandardNormal.cdf((cell + 0.5 - centre) / width);
      density[cell] += count * (upTo - before) / whole;
      before = upTo;
    }
  }
}
