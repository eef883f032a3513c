package dev.trainyard.strategy.builtin;

/** The price levels known at a bar: stops rest above resistances and below supports. */
interface KeyLevels {

  /**
   * Returns whether some resistance L of the bar satisfies {@code close < L}, {@code L − close ≤
   * reach} and {@code high ≥ L·(1 + depth)}.
   *
   * @param bar the bar at which the levels are known
   * @param close close of that bar
   * @param reach farthest distance of a level from the close
   * @param high highest price of the bars that may have pierced the level
   * @param depth how far beyond the level they must have gone, as a fraction of it
   */
  boolean resistanceSwept(int bar, double close, double reach, double high, double depth);

  /**
   * Returns whether some support L of the bar satisfies {@code close > L}, {@code close − L ≤
   * reach} and {@code low ≤ L·(1 − depth)}.
   */
  boolean supportSwept(int bar, double close, double reach, double low, double depth);
}
