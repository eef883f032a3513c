package dev.trainyard.validation.verdict;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.text.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The lifecycle of a trained configuration.
 *
 * @param stage see {@link LifecycleStage}
 * @param confidence 0..1, from hold-out figures; empty without validation
 */
public record Lifecycle(LifecycleStage stage, OptionalDouble confidence) {
  private static final double FULL_TRADES = 200;
  private static final double FULL_SHARPE = 3;

  /**
   * Computes 0.3·min(trades/200, 1) + 0.3·min(max(Sharpe, 0)/3, 1) + 0.2·win rate + 0.2·stability,
   * each 0 when it is missing.
   *
   * @param holdout figures of the hold-out
   * @param stability of the walk-forward windows, 0..1; empty when none has a trade
   */
  public static double confidence(Metrics holdout, OptionalDouble stability) {
    return 0.3 * Math.min(holdout.totalTrades() / FULL_TRADES, 1)
        + 0.3 * Math.min(Math.max(holdout.sharpeRatio(), 0) / FULL_SHARPE, 1)
        + 0.2 * holdout.trades().grossWinRate()
        + 0.2 * stability.orElse(0);
  }

  /** Returns the JSON shape. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("stage", stage.name());
    map.put("confidence", Json.number(confidence));
    return map;
  }
}
