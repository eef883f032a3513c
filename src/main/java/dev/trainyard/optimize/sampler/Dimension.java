package dev.trainyard.optimize.sampler;

import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;

/**
 * A numeric parameter as a sampler sees it: an interval, in logarithms for a log parameter, whose
 * points represent the values of the parameter. With a step, each value covers half a step to
 * either side, so that a uniform point makes all values equally likely.
 */
public final class Dimension {
  private final double first;
  private final double last;
  private final double step;
  private final boolean log;
  private final double low;
  private final double high;

  /** Creates the dimension of a numeric parameter. */
  public Dimension(ParameterSpec spec) {
    if (spec.type() == ParameterType.CATEGORICAL) {
      throw new IllegalArgumentException(spec.name() + " has choices, not an interval");
    }
    double grid = spec.type() == ParameterType.INT ? Math.max(1, spec.step()) : spec.step();
    first = spec.low();
    step = grid;
    // A high bound off the grid is not a value; the tolerance absorbs the rounding of the division
    last = grid > 0 ? first + grid * Math.floor((spec.high() - first) / grid + 1e-9) : spec.high();
    log = spec.log();
    if (log && !(first > step / 2)) {
      throw new IllegalArgumentException(
          "%s: a log parameter with steps of %s must start above half a step"
              .formatted(spec.name(), step));
    }
    low = position(first - step / 2);
    high = position(last + step / 2);
  }

  /** Returns the lowest point of the interval. */
  public double low() {
    return low;
  }

  /** Returns the highest point of the interval. */
  public double high() {
    return high;
  }

  /** Returns whether there is only one value. */
  public boolean isFixed() {
    return !(first < last);
  }

  /** Returns whether the values lie on a grid. */
  public boolean isStepped() {
    return step > 0;
  }

  /** Returns whether the values lie on a grid whose points are equally far from one another. */
  public boolean isEvenlyStepped() {
    return isStepped() && !log;
  }

  /** Returns the distance of neighbouring values on a grid. */
  public double step() {
    return step;
  }

  /** Returns the number of steps from the first to the last value of a grid. */
  public int steps() {
    return (int) Math.rint((last - first) / step);
  }

  /** Returns the point of a value. */
  public double position(double value) {
    return log ? StrictMath.log(value) : value;
  }

  /** Returns the lower end of the cell of a value on a grid. */
  public double lowerEdge(double value) {
    return position(value - step / 2);
  }

  /** Returns the upper end of the cell of a value on a grid. */
  public double upperEdge(double value) {
    return position(value + step / 2);
  }

  /** Returns the value that a point represents, always within the bounds of the parameter. */
  public double value(double position) {
    double value = log ? StrictMath.exp(position) : position;
    if (isStepped()) {
      value = first + step * Math.rint((value - first) / step);
    }
    return Math.min(last, Math.max(first, value));
  }
}
