package dev.trainyard.strategy.builtin;

import dev.trainyard.market.CandleDirections;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import java.util.Arrays;

/**
 * The bars that turn against the fifteen before them out of an extreme of the relative strength
 * index. They end a capitulation if there was panic, and depend on the candles alone.
 */
final class ReversalBars {
  /** Kind of a bar that turns up, in the lowest bit of {@link #bars}. */
  static final int LONG = 0;

  private static final int SHORT = 1;
  private static final int WINDOW = 15;
  private static final int MIN_AGAINST = 3;
  private static final int RSI_WINDOW = 5;
  private static final double OVERSOLD = 35;
  private static final double OVERBOUGHT = 65;
  private static final double LOWEST_RSI = 25;
  private static final double HIGHEST_RSI = 75;

  private final int[] bars;

  private ReversalBars(Indicators indicators) {
    Candles candles = indicators.candles();
    double[] open = candles.open();
    double[] close = candles.close();
    double[] rsi = indicators.rsi14();
    CandleDirections directions = CandleDirections.of(indicators);
    int[] found = new int[64];
    int size = 0;
    int lastOversold = -1;
    int lastOverbought = -1;
    for (int i = WINDOW; i < close.length; i++) {
      if (rsi[i - 1] < OVERSOLD) {
        lastOversold = i - 1;
      }
      if (rsi[i - 1] > OVERBOUGHT) {
        lastOverbought = i - 1;
      }
      int kind;
      if (close[i] > open[i]
          && lastOversold >= i - RSI_WINDOW
          && rsi[i] >= LOWEST_RSI
          && directions.bearish(i - WINDOW, i) >= MIN_AGAINST) {
        kind = LONG;
      } else if (close[i] < open[i]
          && lastOverbought >= i - RSI_WINDOW
          && rsi[i] <= HIGHEST_RSI
          && directions.bullish(i - WINDOW, i) >= MIN_AGAINST) {
        kind = SHORT;
      } else {
        continue;
      }
      if (size == found.length) {
        found = Arrays.copyOf(found, size * 2);
      }
      found[size++] = i << 1 | kind;
    }
    bars = Arrays.copyOf(found, size);
  }

  /** Returns the bars of a data set, computed once. */
  static ReversalBars of(Indicators indicators) {
    return indicators.memoised(ReversalBars.class, candles -> new ReversalBars(indicators));
  }

  /** Returns twice the index of each bar, in order, plus its kind. */
  int[] bars() {
    return bars;
  }

  /** Returns the position of the first bar with an index of at least {@code bar}. */
  static int firstAtOrAfter(int[] bars, int bar) {
    int position = Arrays.binarySearch(bars, bar << 1);
    return position < 0 ? -position - 1 : position;
  }
}
