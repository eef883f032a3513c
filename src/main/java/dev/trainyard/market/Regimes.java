package dev.trainyard.market;

import org.jspecify.annotations.Nullable;

/**
 * The regime of each bar of a data set, known at the close of that bar.
 *
 * <p>A bar is {@link Regime#VOLATILE} when the volatility of its last 50 returns is above 90 % of
 * its values in the last 2,000 bars. Otherwise {@link RandomWalkTrend} of the last 200 bars
 * decides: {@link Regime#BULL} above 1.28, {@link Regime#BEAR} below −1.28, {@link Regime#SIDEWAYS}
 * between. The bounds are the 10 % quantiles of the normal distribution. A random walk, which has
 * no trend, is therefore sideways for 80 % of its quiet bars.
 *
 * <p>The first bars have no regime. From bar {@link #WARMUP} on, a regime depends on that many bars
 * before it and on no others.
 */
public final class Regimes {
  static final int TREND_BARS = 200;
  static final int VOLATILITY_BARS = 50;
  private static final int HISTORY = 2000;

  /** Minimum number of volatilities with which a bar is compared. */
  private static final int MIN_HISTORY = 200;

  private static final double TREND = 1.28;

  /** Number of bars before a bar on which its regime may depend. */
  public static final int WARMUP = HISTORY + VOLATILITY_BARS;

  private enum Key {
    REGIMES
  }

  private final int from;

  /** One per bar; null before there is enough history. */
  private final @Nullable Regime[] regimes;

  private Regimes(int from, @Nullable Regime[] regimes) {
    this.from = from;
    this.regimes = regimes;
  }

  /** Returns the regimes of a data set, computed once. */
  public static Regimes of(Indicators indicators) {
    return indicators.memoised(Key.REGIMES, Regimes::of);
  }

  /** Returns whether a bar has a regime; false before there is enough history. */
  public boolean isAt(int bar, Regime regime) {
    return regimes[bar - from] == regime;
  }

  /** Counts the bars from {@code from} (inclusive) to {@code to} (exclusive) with a regime. */
  public int count(Regime regime, int from, int to) {
    int count = 0;
    for (int bar = from; bar < to; bar++) {
      count += isAt(bar, regime) ? 1 : 0;
    }
    return count;
  }

  static Regimes of(Candles candles) {
    return of(candles, 0, candles.size());
  }

  /**
   * Computes the regimes of a range of bars, from the candles before them on which they depend.
   * Time is linear in the bars, memory one reference per bar.
   *
   * @param from first bar, inclusive
   * @param to end, exclusive
   */
  public static Regimes of(Candles candles, int from, int to) {
    double[] close = candles.close();
    @Nullable Regime[] regimes = new Regime[to - from];
    RandomWalkTrend trend = new RandomWalkTrend(TREND_BARS);
    VolatilityRank volatility = new VolatilityRank(VOLATILITY_BARS, HISTORY);
    for (int bar = Math.max(0, from - WARMUP); bar < to; bar++) {
      long logClose = FixedPoint.log(close[bar]);
      trend.add(logClose);
      volatility.add(logClose);
      if (bar >= from && trend.isFull() && volatility.history() >= MIN_HISTORY) {
        regimes[bar - from] = regime(trend, volatility);
      }
    }
    return new Regimes(from, regimes);
  }

  private static Regime regime(RandomWalkTrend trend, VolatilityRank volatility) {
    if (volatility.isInHighestTenth()) {
      return Regime.VOLATILE;
    }
    double t = trend.value();
    if (t > TREND) {
      return Regime.BULL;
    }
    return t < -TREND ? Regime.BEAR : Regime.SIDEWAYS;
  }
}
