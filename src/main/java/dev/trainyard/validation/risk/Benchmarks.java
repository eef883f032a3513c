package dev.trainyard.validation.risk;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.RandomEntry;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.text.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of buying and holding and of luck on the hold-out, at the same costs.
 *
 * @param buyAndHold result of buying at its start and selling at its end
 * @param randomRuns runs of the winner's trades at random bars; 0 when it has no trades, and on
 *     several series
 * @param medianOfRandomRuns median net profit of the random runs, percent of the capital
 * @param shareBeaten share of the random runs that the winner beats, 0..1
 */
public record Benchmarks(
    Metrics buyAndHold, int randomRuns, double medianOfRandomRuns, double shareBeaten) {
  private static final int RUNS = 200;

  /**
   * Runs the benchmarks.
   *
   * @param holdout the winner's evaluator over the hold-out
   * @param result its result
   * @param seed the same seed gives the same random bars
   */
  static Benchmarks of(
      RangeEvaluator holdout, Parameters winner, BacktestResult result, long seed) {
    Metrics held = holdout.buyAndHold().metrics();
    if (holdout.series().size() > 1) {
      return new Benchmarks(held, 0, 0, 0);
    }
    RandomEntry.Distribution luck = luck(holdout.series().get(0), winner, result, seed);
    return new Benchmarks(
        held,
        luck.ascendingNetProfitPct().length,
        luck.median(),
        luck.shareBelow(result.metrics().netProfitPct()));
  }

  private static RandomEntry.Distribution luck(
      BacktestEvaluator holdout, Parameters winner, BacktestResult result, long seed) {
    return new RandomEntry(new Backtester())
        .run(
            holdout.indicators().candles(),
            holdout.signals(winner),
            result,
            holdout.strategy().maxHolding(winner),
            holdout.settings(),
            RUNS,
            seed);
  }

  /** Returns the JSON shape. */
  Map<String, Object> toMap() {
    Map<String, Object> held = new LinkedHashMap<>();
    held.put("net_profit_pct", Json.number(buyAndHold.netProfitPct()));
    held.put("sharpe_ratio", Json.number(buyAndHold.returns().annualSharpeIfAny()));
    held.put("max_drawdown_pct", Json.number(buyAndHold.maxDrawdownPct()));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("buy_and_hold", held);
    map.put("random_entry", luck());
    return map;
  }

  private @Nullable Map<String, Object> luck() {
    if (randomRuns == 0) {
      return null;
    }
    Map<String, Object> luck = new LinkedHashMap<>();
    luck.put("runs", randomRuns);
    luck.put("median_net_profit_pct", Json.number(medianOfRandomRuns));
    luck.put("share_beaten", Json.number(shareBeaten));
    return luck;
  }
}
