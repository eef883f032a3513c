package dev.trainyard.validation.walkforward;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.text.Json;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.split.WalkForwardWindow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of one walk-forward window.
 *
 * @param window its candles
 * @param trials trials of its search
 * @param chosen the winner and its metrics; empty when no trial met the constraints, and then the
 *     test trades nothing
 */
public record WindowResult(WalkForwardWindow window, int trials, Optional<Chosen> chosen) {

  /**
   * The winner of a window.
   *
   * @param parameters the best parameters of the window's search
   * @param inSample their metrics on the candles of that search
   * @param outOfSample their metrics on the candles of the test
   */
  public record Chosen(Parameters parameters, PeriodMetrics inSample, PeriodMetrics outOfSample) {}

  /** Returns the annualised Sharpe ratio of the test; 0 without trades. */
  public double sharpeRatio() {
    return chosen.map(c -> c.outOfSample.metrics().sharpeRatio()).orElse(0.0);
  }

  /** Returns the share of the test's trades that won; 0 without trades. */
  public double winRate() {
    return chosen.map(c -> c.outOfSample.metrics().trades().grossWinRate()).orElse(0.0);
  }

  /** Returns whether the test made money. */
  public boolean profitable() {
    return chosen.filter(c -> c.outOfSample.metrics().netProfitPct() > 0).isPresent();
  }

  /**
   * Returns the annualised return of the test over that of the search; empty unless the latter is
   * positive.
   */
  public OptionalDouble efficiency() {
    return chosen
        .map(c -> WalkForwardResult.efficiency(annual(c.outOfSample), annual(c.inSample)))
        .orElse(OptionalDouble.empty());
  }

  /** Returns the JSON shape. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("number", window.number());
    map.put("trials", trials);
    map.put("parameters", chosen.map(c -> c.parameters.toMap()).orElse(null));
    map.put("in_sample", chosen.map(c -> c.inSample.toMap()).orElse(null));
    map.put("out_of_sample", chosen.map(c -> c.outOfSample.toMap()).orElse(null));
    map.put("efficiency", Json.number(efficiency()));
    return map;
  }

  static double annual(PeriodMetrics block) {
    Metrics metrics = block.metrics();
    return metrics.returns().mean() * metrics.returns().barsPerYear();
  }
}
