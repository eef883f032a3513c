package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import java.util.Arrays;

/**
 * The swing highs or swing lows of a data set. A swing high is strictly above the highs of the two
 * bars before and the two bars after it. It is known two bars later. A swing low is the mirror
 * image.
 *
 * <p>A <i>rank</i> is the position of a swing in the order of prices, equal prices in the order of
 * time.
 */
final class SwingPoints {
  /** Number of bars after which a swing becomes known. */
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

  /** Returns the swings of a kind, computed once per data set. */
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

  /** Returns the number of swings. */
  int size() {
    return ranks.length;
  }

  /** Returns the rank of each swing, in the order of time. */
  int[] ranks() {
    return ranks;
  }

  /** Returns the price of the swing of each rank. */
  double[] prices() {
    return prices;
  }

  /** Returns the bar of the swing of each rank. */
  int[] bars() {
    return bars;
  }

  /** The kinds of extremes. */
  enum Kind {
    HIGH,
    LOW
  }
}
