package dev.trainyard.optimize.sampler;

import dev.trainyard.optimize.Trial;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tries every point of a grid: all values of ints and choices, and for a float as many as its space
 * defines, including both bounds, evenly in logarithms for a log parameter. The first parameter
 * varies slowest.
 *
 * <p>A study with fewer trials than grid points takes points from all over the grid, each once.
 */
public final class GridSampler implements Sampler {
  private static final double GOLDEN_SECTION = 0.6180339887498949;

  private final ParameterSpace space;
  private final double[][] axes;
  private final long size;
  private final long stride;

  /**
   * Creates a sampler of one study.
   *
   * @param trials trials of the study
   */
  public GridSampler(ParameterSpace space, int trials) {
    this.space = space;
    this.axes = axes(space);
    this.size = size(space);
    this.stride = trials < size ? coprimeNear(size * GOLDEN_SECTION, size) : 1;
  }

  /**
   * Returns the number of grid points of a space; {@link Long#MAX_VALUE} when there are too many to
   * count.
   */
  public static long size(ParameterSpace space) {
    long size = 1;
    for (double[] axis : axes(space)) {
      if (size > Long.MAX_VALUE / axis.length) {
        return Long.MAX_VALUE;
      }
      size *= axis.length;
    }
    return size;
  }

  @Override
  public Proposal fit(List<Trial> trials) {
    return this::suggest;
  }

  @Override
  public boolean learnsFrom(int trials) {
    return false;
  }

  private Parameters suggest(int number) {
    long point = stride == 1 ? number % size : Math.floorMod(number * stride, size);
    double[] coordinates = new double[axes.length];
    for (int p = axes.length - 1; p >= 0; p--) {
      coordinates[p] = axes[p][(int) (point % axes[p].length)];
      point /= axes[p].length;
    }
    return new Parameters(space, coordinates);
  }

  private static double[][] axes(ParameterSpace space) {
    return space.parameters().stream().map(GridSampler::axis).toArray(double[][]::new);
  }

  private static double[] axis(ParameterSpec spec) {
    return switch (spec.type()) {
      case CATEGORICAL -> IntStream.range(0, spec.choices().size()).asDoubleStream().toArray();
      case INT -> {
        Dimension dimension = new Dimension(spec);
        yield IntStream.rangeClosed(0, dimension.steps())
            .mapToDouble(k -> spec.low() + k * dimension.step())
            .toArray();
      }
      case FLOAT -> points(spec);
    };
  }

  private static double[] points(ParameterSpec spec) {
    Dimension dimension = new Dimension(spec);
    if (dimension.isFixed() || spec.gridSteps() == 1) {
      return new double[] {dimension.value(dimension.position(spec.low()))};
    }
    double low = dimension.position(spec.low());
    double range = dimension.position(spec.high()) - low;
    int last = spec.gridSteps() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToDouble(k -> k == 0 ? spec.low() : dimension.value(low + range * k / last))
        .distinct()
        .toArray();
  }

  /** Returns the first number from {@code from} on that is coprime to the size. */
  private static long coprimeNear(double from, long size) {
    long candidate = Math.max(1, Math.round(from));
    while (gcd(candidate, size) != 1) {
      candidate++;
    }
    return candidate;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
