package dev.trainyard.market;

/** Counts bullish (close > open) and bearish (close < open) bars. */
public final class CandleDirections {
  private final int[] bullishBefore;
  private final int[] bearishBefore;

  private CandleDirections(Candles candles) {
    int n = candles.size();
    bullishBefore = new int[n + 1];
    bearishBefore = new int[n + 1];
    for (int i = 0; i < n; i++) {
      double body = candles.close()[i] - candles.open()[i];
      bullishBefore[i + 1] = bullishBefore[i] + (body > 0 ? 1 : 0);
      bearishBefore[i + 1] = bearishBefore[i] + (body < 0 ? 1 : 0);
    }
  }

  /** Returns the counts of a data set, computed once. */
  public static CandleDirections of(Indicators indicators) {
    return indicators.memoised(CandleDirections.class, CandleDirections::new);
  }

  /** Counts the bullish bars among {@code from} (inclusive) to {@code to} (exclusive). */
  public int bullish(int from, int to) {
    return bullishBefore[to] - bullishBefore[from];
  }

  /** Counts the bearish bars among {@code from} (inclusive) to {@code to} (exclusive). */
  public int bearish(int from, int to) {
    return bearishBefore[to] - bearishBefore[from];
  }
}
