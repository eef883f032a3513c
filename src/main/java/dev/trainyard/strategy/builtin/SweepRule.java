package dev.trainyard.strategy.builtin;

import dev.trainyard.market.CandleDirections;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;

/**
 * Decides when a bar signals a liquidity sweep, for levels from any source.
 *
 * @param pierceDepth how far beyond a level price must have gone, as a fraction of it
 * @param volumeThreshold volume of a spike as a multiple of its 20-bar mean
 * @param reversalCandles R: bars of the reversal
 * @param stopAtr distance of the stop in average true ranges
 * @param riskReward distance of the target over that of the stop
 * @param firstBar no signal before this bar
 */
record SweepRule(
    double pierceDepth,
    double volumeThreshold,
    int reversalCandles,
    double stopAtr,
    double riskReward,
    int firstBar) {

  /** Levels farther than this many median true ranges from the close are not tried. */
  private static final double REACH = 3;

  /**
   * Returns the signals at the bars {@code from} (inclusive) to {@code to} (exclusive).
   *
   * <p>All resistances come before all supports and the first match wins; as stop and target do not
   * depend on the level, it is enough to know whether any matches.
   *
   * @param atrMedian typical true range at each bar; a bar where it is NaN has no signal
   */
  Signals signals(Indicators indicators, KeyLevels levels, double[] atrMedian, int from, int to) {
    Candles candles = indicators.candles();
    double[] close = candles.close();
    double[] volume = candles.volume();
    double[] meanVolume = indicators.volumeSma20();
    double[] atr = indicators.atr14();
    CandleDirections directions = CandleDirections.of(indicators);
    int reversal = reversalCandles;
    Signals signals = new Signals();
    int first = Math.max(from, Math.max(firstBar, reversal + 1));
    int spike = -1;
    for (int j = first - reversal - 1; j < first - 1 && j < to; j++) {
      if (volume[j] >= volumeThreshold * meanVolume[j]) {
        spike = j;
      }
    }
    for (int i = first; i < to; i++) {
      if (volume[i - 1] >= volumeThreshold * meanVolume[i - 1]) {
        spike = i - 1;
      }
      if (spike < i - reversal - 1) {
        continue;
      }
      boolean falling = directions.bearish(i - reversal, i + 1) >= reversal;
      boolean rising = directions.bullish(i - reversal, i + 1) >= reversal;
      double reach = REACH * atrMedian[i];
      if (!(falling || rising) || Double.isNaN(reach)) {
        continue;
      }
      double risk = atr[i] * stopAtr;
      if (falling && sweptAbove(candles, levels, i, reach)) {
        signals.add(i, Side.SHORT, close[i] + risk, close[i] - risk * riskReward);
      } else if (rising && sweptBelow(candles, levels, i, reach)) {
        signals.add(i, Side.LONG, close[i] - risk, close[i] + risk * riskReward);
      }
    }
    return signals;
  }

  private boolean sweptAbove(Candles candles, KeyLevels levels, int i, double reach) {
    double[] highs = candles.high();
    double close = candles.close()[i];
    double highest = highs[i - 1];
    for (int j = i - reversalCandles - 1; j < i - 1; j++) {
      highest = Math.max(highest, highs[j]);
    }
    // a resistance is above the close, so it asks for at least as much
    return highest >= close * (1 + pierceDepth)
        && levels.resistanceSwept(i, close, reach, highest, pierceDepth);
  }

  private boolean sweptBelow(Candles candles, KeyLevels levels, int i, double reach) {
    double[] lows = candles.low();
    double close = candles.close()[i];
    double lowest = lows[i - 1];
    for (int j = i - reversalCandles - 1; j < i - 1; j++) {
      lowest = Math.min(lowest, lows[j]);
    }
    return lowest <= close * (1 - pierceDepth)
        && levels.supportSwept(i, close, reach, lowest, pierceDepth);
  }
}
