package dev.trainyard.validation.robustness;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.text.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The winner on the hold-out under worse conditions than in the search.
 *
 * @param costsHalfMore metrics at 1.5 times the costs
 * @param costsTwice metrics at twice the costs
 * @param entryLater metrics with each signal traded one bar later
 */
public record Stress(Metrics costsHalfMore, Metrics costsTwice, Metrics entryLater) {
  private static final double HALF_MORE = 1.5;
  private static final double TWICE = 2;

  /**
   * Tests parameters.
   *
   * @param holdout evaluates on the hold-out
   */
  public static Stress of(RangeEvaluator holdout, Parameters parameters) {
    return new Stress(
        atCosts(holdout, parameters, HALF_MORE),
        atCosts(holdout, parameters, TWICE),
        holdout.backtestLater(parameters, 1).metrics());
  }

  private static Metrics atCosts(RangeEvaluator holdout, Parameters parameters, double factor) {
    BacktestSettings settings = holdout.settings();
    return holdout
        .with(settings.withCosts(settings.costs().times(factor)))
        .backtest(parameters)
        .metrics();
  }

  /** Returns the JSON shape: net profit in percent, Sharpe ratio, if any, and trades of each. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("costs_1_5", figures(costsHalfMore));
    map.put("costs_2", figures(costsTwice));
    map.put("entry_one_bar_later", figures(entryLater));
    return map;
  }

  private static Map<String, Object> figures(Metrics metrics) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("net_profit_pct", Json.number(metrics.netProfitPct()));
    figures.put("sharpe_ratio", Json.number(metrics.sharpeRatioIfAny()));
    figures.put("total_trades", metrics.totalTrades());
    return figures;
  }
}
