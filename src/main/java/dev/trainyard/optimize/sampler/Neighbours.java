package dev.trainyard.optimize.sampler;

import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import java.util.Optional;

/** The points of a space that differ from a given point by a small change of one parameter. */
public final class Neighbours {
  /** Smallest change, since a single step of a fine grid shows nothing. */
  private static final double SHARE_OF_RANGE = 0.05;

  private Neighbours() {}

  /**
   * Moves one parameter and keeps all others: a number by 5 % of its range, in logarithms for a log
   * parameter, at least by a step of its grid and at most to its bound; a choice moves to the next
   * in order.
   *
   * @param parameter its position in the space
   * @param direction 1 for up, −1 for down
   * @return the moved point, or empty at the bound
   */
  public static Optional<Parameters> moved(Parameters point, int parameter, int direction) {
    double from = point.coordinate(parameter);
    double to = moved(point.space().get(parameter), from, direction);
    if (to == from) {
      return Optional.empty();
    }
    double[] coordinates = new double[point.space().size()];
    for (int p = 0; p < coordinates.length; p++) {
      coordinates[p] = p == parameter ? to : point.coordinate(p);
    }
    return Optional.of(new Parameters(point.space(), coordinates));
  }

  private static double moved(ParameterSpec spec, double from, int direction) {
    if (spec.type() == ParameterType.CATEGORICAL) {
      return Math.max(0, Math.min(spec.choices().size() - 1, from + direction));
    }
    Dimension dimension = new Dimension(spec);
    double distance = direction * SHARE_OF_RANGE * (dimension.high() - dimension.low());
    double moved = dimension.value(dimension.position(from) + distance);
    if (!dimension.isStepped() || direction * (moved - from) >= dimension.step() / 2) {
      return moved;
    }
    double stepped = from + direction * dimension.step();
    return dimension.value(dimension.position(Math.max(spec.low(), stepped)));
  }
}
