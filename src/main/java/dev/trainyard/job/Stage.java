package dev.trainyard.job;

/** The stages of a running job in their order, each with its band of the overall percentage. */
public enum Stage {
  DATA_PREPARATION(1, 0, 25),
  OPTIMIZATION(2, 25, 75),
  VALIDATION(3, 75, 95),
  SAVE_CONFIGURATION(4, 95, 100);

  private final int number;
  private final double from;
  private final double to;

  Stage(int number, double from, double to) {
    this.number = number;
    this.from = from;
    this.to = to;
  }

  /** Position from 1. */
  public int number() {
    return number;
  }

  /**
   * The overall percentage when {@code share} of this stage is done.
   *
   * @param share 0..1; values outside are clipped
   */
  public double percentage(double share) {
    return from + (to - from) * Math.min(1, Math.max(0, share));
  }
}
