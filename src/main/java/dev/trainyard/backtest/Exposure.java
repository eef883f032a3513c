package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeline;

/**
 * The positions of a back-test in one series, and what its price did meanwhile. Immutable by
 * contract: the accessors return the arrays themselves.
 *
 * @param positions signed size over each bar, see {@link BacktestResult#positions}
 * @param returns return of the price over each bar, from the close before
 */
@SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
public record Exposure(double[] positions, double[] returns) {

  /** Returns the exposure of a back-test over its bars. */
  public static Exposure of(BacktestResult result, Candles candles) {
    double[] close = candles.close();
    double[] returns = new double[result.to() - result.from()];
    for (int k = 0; k < returns.length; k++) {
      int bar = result.from() + k;
      returns[k] = bar == 0 ? 0 : close[bar] / close[bar - 1] - 1;
    }
    return new Exposure(result.positions(), returns);
  }

  /**
   * Returns the same over the places of a timeline. At a place without a candle the position is
   * that of the candle before, and the price stands still.
   *
   * @param series the series on the timeline
   * @param firstBar candle that element 0 belongs to
   * @param from first place, inclusive
   * @param to end, exclusive
   */
  public Exposure on(Timeline timeline, int series, int firstBar, int from, int to) {
    double[] spread = new double[to - from];
    double[] moved = new double[to - from];
    for (int k = 0; k < positions.length; k++) {
      int place = timeline.place(series, firstBar + k);
      int next = k + 1 < positions.length ? timeline.place(series, firstBar + k + 1) : place + 1;
      moved[place - from] = returns[k];
      for (int at = place; at < next; at++) {
        spread[at - from] = positions[k];
      }
    }
    return new Exposure(spread, moved);
  }
}
