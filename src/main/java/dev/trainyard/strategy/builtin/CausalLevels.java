package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Indicators;

/**
 * Finds levels in the swings known at a bar. The swings of the last 10 × lookback bars near the
 * close are clustered in ascending order. A swing joins a cluster while it is within {@code
 * minDistance} of its mean. The mean is a level once the cluster has {@code minTouches} swings.
 *
 * <p>Clusters are built only when asked for, up to the first level that fits.
 */
final class CausalLevels implements KeyLevels {
  /** Bars whose swings are kept, for each bar of lookback. */
  static final int SPAN_PER_LOOKBACK = 10;

  /** Relative error allowed in the quick forms of a comparison, far above that of a double. */
  private static final double SLACK = 1e-14;

  private final SwingWindows highs;
  private final SwingWindows lows;
  private final double minDistance;
  private final int minTouches;

  CausalLevels(Indicators indicators, int lookback, double minDistance, int minTouches) {
    int span = SPAN_PER_LOOKBACK * lookback;
    this.highs = SwingWindows.of(indicators, SwingPoints.Kind.HIGH, span);
    this.lows = SwingWindows.of(indicators, SwingPoints.Kind.LOW, span);
    this.minDistance = minDistance;
    this.minTouches = minTouches;
  }

  @Override
  public boolean resistanceSwept(int bar, double close, double reach, double high, double depth) {
    double pierced = 1 + depth;
    double highestLevel = Math.min(close + reach, high / pierced);
    return swept(highs, 1, bar, close, reach, high, pierced, highestLevel);
  }

  @Override
  public boolean supportSwept(int bar, double close, double reach, double low, double depth) {
    return swept(lows, -1, bar, close, reach, low, 1 - depth, close);
  }

  /**
   * Builds the clusters of a side until one fits.
   *
   * @param sign +1 when levels lie above the close and {@code extreme} is a high; −1 for the mirror
   * @param pierced factor of the level that {@code extreme} must have reached
   * @param highestLevel no level above it, but for rounding, can fit
   */
  private boolean swept(
      SwingWindows windows,
      int sign,
      int bar,
      double close,
      double reach,
      double extreme,
      double pierced,
      double highestLevel) {
    int[] ranks = windows.ranks();
    double[] prices = windows.swings().prices();
    int[] bars = windows.swings().bars();
    double width = reach + 2 * minDistance * close;
    double highest = close + width;
    double last = highestLevel * (1 + SLACK);
    int firstVisible = windows.firstVisible(bar);
    int lastVisible = windows.lastVisible(bar);
    int end = windows.end(bar);
    int count = 0;
    double sum = 0;
    for (int k = lowerBound(windows, bar, close - width); k < end; k++) {
      int rank = ranks[k];
      if (bars[rank] < firstVisible || bars[rank] > lastVisible) {
        continue;
      }
      double price = prices[rank];
      if (price > highest) {
        break;
      }
      if (count > 0 && joins(price, sum, count)) {
        sum += price;
        count++;
        continue;
      }
      if (count >= minTouches && fits(sum / count, sign, close, reach, extreme, pierced)) {
        return true;
      }
      if (price > last) {
        return false;
      }
      sum = price;
      count = 1;
    }
    return count >= minTouches && fits(sum / count, sign, close, reach, extreme, pierced);
  }

  private static boolean fits(
      double level, int sign, double close, double reach, double extreme, double pierced) {
    double distance = sign * (level - close);
    return distance > 0 && distance <= reach && sign * (extreme - level * pierced) >= 0;
  }

  /**
   * Returns whether |price − mean| / mean ≤ minDistance; divides only where the result could
   * differ.
   */
  private boolean joins(double price, double sum, int count) {
    double distance = price * count - sum;
    if (distance <= (minDistance - SLACK) * sum) {
      return true;
    }
    if (distance >= (minDistance + SLACK) * sum) {
      return false;
    }
    double mean = sum / count;
    return Math.abs(price - mean) / mean <= minDistance;
  }

  private static int lowerBound(SwingWindows windows, int bar, double price) {
    int[] ranks = windows.ranks();
    double[] prices = windows.swings().prices();
    int low = windows.start(bar);
    int high = windows.end(bar);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (prices[ranks[middle]] < price) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
