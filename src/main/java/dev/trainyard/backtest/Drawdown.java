package dev.trainyard.backtest;

/**
 * The depth of an equity curve below its peak so far, in percent. Equity that returns to its peak
 * within rounding is not below it.
 */
final class Drawdown {
  private double peak;
  private double max;
  private double sum;
  private long pointsBelow;

  /** Creates the drawdown of a curve that starts from {@code capital}. */
  Drawdown(double capital) {
    peak = capital;
  }

  /** Adds a number of points with the same equity; the number may be 0. */
  void add(double equity, int points) {
    if (points == 0) {
      return;
    }
    double below = RoundedSum.difference(equity, peak);
    if (below >= 0) {
      peak = Math.max(peak, equity);
      return;
    }
    double depth = below / peak * 100;
    sum += depth * points;
    pointsBelow += points;
    max = Math.min(max, depth);
  }

  /** Returns the deepest point, 0 or negative. */
  double maxPct() {
    return max;
  }

  /** Returns the mean of the points below a peak, 0 or negative. */
  double avgPct() {
    return pointsBelow == 0 ? 0 : sum / pointsBelow;
  }
}
