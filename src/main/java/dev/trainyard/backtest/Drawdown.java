package dev.trainyard.backtest;

/**
 * Depth of an equity curve below its peak so far, in percent. Equity that comes back to its peak
 * but for rounding is not below it.
 */
final class Drawdown {
  private double peak;
  private double max;
  private double sum;
  private long pointsBelow;

  /** Of a curve that starts from {@code capital}. */
  Drawdown(double capital) {
    peak = capital;
  }

  /** Goes on with a number of points of the same equity, which may be 0. */
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

  /** The deepest point, 0 or negative. */
  double maxPct() {
    return max;
  }

  /** Mean of the points below a peak, 0 or negative. */
  double avgPct() {
    return pointsBelow == 0 ? 0 : sum / pointsBelow;
  }
}
