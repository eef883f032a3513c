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
 * What one walk-forward window found.
 *
 * @param window its candles
 * @param trials trials of its search
 * @param chosen the parameters found and what they did; empty when no trial met the constraints, in
 *     which case nothing is traded in the test
 */
public record WindowResult(WalkForwardWindow window, int trials, Optional<Chosen> chosen) {

  /**
   * The parameters of a window.
   *
   * @param parameters the best of the window's search
   * @param inSample what they did on the candles of that search
   * @param outOfSample what they did on the candles after it
   */
  public record Chosen(Parameters parameters, PeriodMetrics inSample, PeriodMetrics outOfSample) {}

  /** Annualised Sharpe ratio of the test; 0 without trades. */
  public double sharpeRatio() {
    return chosen.map(c -> c.outOfSample.metrics().sharpeRatio()).orElse(0.0);
  }

  /** Share of the test's trades that won; 0 without trades. */
  public double winRate() {
    return chosen.map(c -> c.outOfSample.metrics().trades().grossWinRate()).orElse(0.0);
  }

  /** Whether the test made money. */
  public boolean profitable() {
    return chosen.filter(c -> c.outOfSample.metrics().netProfitPct() > 0).isPresent();
  }

  /** Annualised return of the test over that of the search; empty unless the latter is positive. */
  public OptionalDouble efficiency() {
    return chosen
        .map(c -> WalkForward.efficiency(annual(c.outOfSample), annual(c.inSample)))
        .orElse(OptionalDouble.empty());
  }

  /** JSON shape. */
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
