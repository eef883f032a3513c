package dev.trainyard.validation.risk;

import dev.trainyard.backtest.RoundedSum;

/**
 * The longest time during which equity was below an earlier peak, whether or not it has recovered.
 *
 * @param bars number of bars whose close is below the peak
 * @param days time from the open of the first of these bars to the close of the last
 */
public record DrawdownDuration(int bars, double days) {
  private static final double DAY = 86_400_000;

  /**
   * Finds the longest drawdown, the first of several equally long ones.
   *
   * @param equity equity at the close of each bar
   * @param capital equity before the first bar
   * @param time open times of all candles
   * @param from candle of the first bar
   * @param candleMillis length of a candle
   */
  static DrawdownDuration longest(
      double[] equity, double capital, long[] time, int from, long candleMillis) {
    double peak = capital;
    int start = 0;
    int longest = 0;
    int longestStart = 0;
    for (int k = 0; k < equity.length; k++) {
      if (RoundedSum.difference(equity[k], peak) >= 0) {
        peak = Math.max(peak, equity[k]);
        start = k + 1;
      } else if (k + 1 - start > longest) {
        longest = k + 1 - start;
        longestStart = start;
      }
    }
    if (longest == 0) {
      return new DrawdownDuration(0, 0);
    }
    int first = from + longestStart;
    long millis = time[first + longest - 1] - time[first] + candleMillis;
    return new DrawdownDuration(longest, millis / DAY);
  }
}
