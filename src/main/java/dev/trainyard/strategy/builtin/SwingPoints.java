package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import java.util.Arrays;

/**
 * The swing highs or swing lows of a data set. A swing high is a high strictly above those of the
 * two bars before and the two bars after it, so it is known two bars later; a swing low mirrored.
 *
 * <p>A <i>rank</i> is the position of a swing in the order of prices, equal prices in the order of
 * time.
 */
final class SwingPoints {
  /** Bars after a swing at which it becomes known. */
  static final int CONFIRMATION_BARS = 2;

  private final int[] ranks;
  private final double[] prices;
  private final int[] bars;

  private SwingPoints(double[] pricesInTime, int[] barsInTime) {
    int n = pricesInTime.length;
    prices = pricesInTime.clone();
    Arrays.sort(prices);
    bars = new int[n];
    ranks = new int[n];
    int[] seen = new int[n];
    for (int k = 0; k < n; k++) {
      int lowest = lowestRank(pricesInTime[k]);
      ranks[k] = lowest + seen[lowest]++;
      bars[ranks[k]] = barsInTime[k];
    }
  }

  private int lowestRank(double price) {
    int low = 0;
    int high = prices.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (prices[middle] < price) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The swings of a kind, computed once per data set. */
  static SwingPoints of(Indicators indicators, Kind kind) {
    return indicators.memoised(kind, candles -> find(candles, kind));
  }

  private static SwingPoints find(Candles candles, Kind kind) {
    // turned upside down, a low is a high; negation is exact
    double sign = kind == Kind.HIGH ? 1 : -1;
    double[] extremes = kind == Kind.HIGH ? candles.high() : candles.low();
    double[] found = new double[extremes.length];
    int[] at = new int[extremes.length];
    int n = 0;
    for (int i = 2; i < extremes.length - CONFIRMATION_BARS; i++) {
      double x = sign * extremes[i];
      if (x > sign * extremes[i - 1]
          && x > sign * extremes[i + 1]
          && x > sign * extremes[i - 2]
          && x > sign * extremes[i + 2]) {
        found[n] = extremes[i];
        at[n++] = i;
      }
    }
    return new SwingPoints(Arrays.copyOf(found, n), Arrays.copyOf(at, n));
  }

  /** Number of swings. */
  int size() {
    return ranks.length;
  }

  /** Rank of each swing, in the order of time. */
  int[] ranks() {
    return ranks;
  }

  /** Price of the swing of each rank. */
  double[] prices() {
    return prices;
  }

  /** Bar of the swing of each rank. */
  int[] bars() {
    return bars;
  }

  /** Which extremes. */
  enum Kind {
    HIGH,
    LOW
  }
}
