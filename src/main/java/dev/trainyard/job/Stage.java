package dev.trainyard.job;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a running job in order, each with its route and its band of the overall percentage.
 */
public enum Stage {
  DATA_PREPARATION("data-prep", 1, 0, 25),
  OPTIMIZATION("optimize", 2, 25, 75),
  VALIDATION("validate", 3, 75, 95),
  SAVE_CONFIGURATION("persist", 4, 95, 100);

  private final String route;
  private final int number;
  private final double from;
  private final double to;

  Stage(String route, int number, double from, double to) {
    this.route = route;
    this.number = number;
    this.from = from;
    this.to = to;
  }

  /**
   * Returns the stage that a route runs.
   *
   * @param id id of the route; null for none
   * @return the stage, or empty when the route runs none
   */
  public static Optional<Stage> ofRoute(@Nullable String id) {
    return Arrays.stream(values()).filter(stage -> stage.route.equals(id)).findFirst();
  }

  /** Returns the stage's position, from 1. */
  public int number() {
    return number;
  }

  /**
   * Computes the overall percentage when {@code share} of this stage is done.
   *
   * @param share 0..1; values outside are clipped
   */
  public double percentage(double share) {
    return from + (to - from) * Math.min(1, Math.max(0, share));
  }
}
