package dev.trainyard.validation.risk;

import java.util.Arrays;

/** Returns per bar, summed by UTC day. */
final class DailyReturns {
  private static final long DAY = 86_400_000L;

  private DailyReturns() {}

  /**
   * Returns one return per day with candles, oldest first; the first and the last day may be
   * incomplete.
   *
   * @param returns one per bar
   * @param time open times of all candles
   * @param from candle of the first return
   */
  static double[] of(double[] returns, long[] time, int from) {
    double[] days = new double[16];
    int size = 0;
    long day = Long.MIN_VALUE;
    for (int k = 0; k < returns.length; k++) {
      long own = Math.floorDiv(time[from + k], DAY);
      if (own != day) {
        if (size == days.length) {
          days = Arrays.copyOf(days, size * 2);
        }
        day = own;
        size++;
      }
      days[size - 1] += returns[k];
    }
    return Arrays.copyOf(days, size);
  }
}
