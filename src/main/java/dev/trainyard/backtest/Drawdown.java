package dev.trainyard.backtest;

/**
 * Depth of an equity curve below its peak so far, in percent.
 *
 * @param maxPct the deepest point, 0 or negative
 * @param avgPct mean of the points below a peak, 0 or negative
 */
record Drawdown(double maxPct, double avgPct) {

  /** Drawdown of a curve that starts from {@code capital}. */
  static Drawdown of(double capital, double[] equity) {
    double peak = capital;
    double max = 0;
    double sum = 0;
    int below = 0;
    for (double value : equity) {
      if (value >= peak) {
        peak = value;
      } else {
        double depth = (value - peak) / peak * 100;
        sum += depth;
        below++;
        if (depth < max) {
          max = depth;
        }
      }
    }
    return new Drawdown(max, below == 0 ? 0 : sum / below);
  }
}
