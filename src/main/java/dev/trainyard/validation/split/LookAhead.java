package dev.trainyard.validation.split;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import java.time.Instant;

/**
 * Tests whether a strategy looks ahead: its signals up to a bar must be the same with and without
 * later candles. The test cuts the candles at signals, where looking ahead would pay.
 */
public final class LookAhead {
  private static final int MAX_CUTS = 8;

  /**
   * The most candles of a series whose indicators are recomputed, over all cuts. Of more candles
   * the first are tested, unless the first signal comes later.
   */
  public static final int MAX_CANDLES = 200_000;

  private LookAhead() {}

  /**
   * Compares the signals of parameters at some bars of each series.
   *
   * @param evaluator contains the strategy and the candles; its range does not matter
   * @throws LookAheadException when later candles change an earlier signal
   */
  public static void refuse(RangeEvaluator evaluator, Parameters parameters) {
    evaluator.series().forEach(series -> refuseIn(series, parameters));
  }

  private static void refuseIn(BacktestEvaluator evaluator, Parameters parameters) {
    Candles candles = evaluator.indicators().candles();
    Signals all = signals(evaluator, evaluator.indicators(), parameters);
    int signals = lookedAt(all);
    int cuts = Math.min(signals, Math.max(1, Math.min(MAX_CANDLES / candles.size(), MAX_CUTS)));
    for (int cut = 1; cut <= cuts; cut++) {
      int last = (int) ((long) signals * cut / cuts) - 1;
      int end = all.bar(last) + 1;
      Signals known = signals(evaluator, evaluator.indicators().upTo(end), parameters);
      int k = 0;
      while (k <= last && k < known.size() && all.equalsAt(k, known)) {
        k++;
      }
      if (k <= last || k < known.size()) {
        int bar = k <= last ? all.bar(k) : known.bar(k);
        int otherBar = k < known.size() ? known.bar(k) : bar;
        throw new LookAheadException(
            evaluator.strategy().name(),
            Instant.ofEpochMilli(candles.time()[Math.min(bar, otherBar)]));
      }
    }
  }

  /** Returns the number of signals within the tested candles, at least one if there is any. */
  private static int lookedAt(Signals all) {
    int count = Math.min(1, all.size());
    while (count < all.size() && all.bar(count) < MAX_CANDLES) {
      count++;
    }
    return count;
  }

  private static Signals signals(
      BacktestEvaluator evaluator, Indicators indicators, Parameters parameters) {
    return Signals.of(evaluator.strategy(), indicators, parameters, 0, indicators.candles().size());
  }
}
