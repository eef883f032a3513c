package dev.trainyard.validation.risk;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Regimes;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.optimize.importance.ParameterImportance;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.strategy.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Figures that are reported with a verdict but affect neither the verdict nor its reasons.
 *
 * @param risk risk on the hold-out
 * @param intervals confidence intervals of the hold-out's figures; empty with too few trades or
 *     bars
 * @param importance importance of the parameters in the search, see {@link
 *     dev.trainyard.optimize.importance.ParameterImportance}; empty with too few trials
 * @param benchmarks results of buying and holding and of luck on the hold-out
 * @param regimes results of the hold-out by market regime; empty on several series, each of which
 *     has its own regimes
 */
public record SupplementaryAnalysis(
    Risk risk,
    Optional<Bootstrap> intervals,
    Optional<Map<String, Double>> importance,
    Benchmarks benchmarks,
    List<RegimeResult> regimes) {

  public SupplementaryAnalysis {
    regimes = List.copyOf(regimes);
  }

  /**
   * Analyses a winner.
   *
   * @param onHoldout evaluates on the hold-out
   * @param result result of the winner there
   * @param search the finished study
   */
  public static SupplementaryAnalysis of(
      RangeEvaluator onHoldout, Parameters winner, BacktestResult result, Study search) {
    BacktestSettings settings = onHoldout.settings();
    long seed = search.definition().seed();
    return new SupplementaryAnalysis(
        Risk.of(result, settings),
        Bootstrap.of(
            result,
            onHoldout.strategy().maxHolding(winner),
            settings.sizing(),
            new RandomStream(seed, "intervals")),
        ParameterImportance.of(search.definition().space(), search.trials()),
        Benchmarks.of(onHoldout, winner, result, seed),
        onHoldout.series().size() == 1 ? regimes(onHoldout.series().get(0), result) : List.of());
  }

  private static List<RegimeResult> regimes(BacktestEvaluator onHoldout, BacktestResult result) {
    Candles candles = onHoldout.indicators().candles();
    return RegimeResult.of(
        result, Regimes.of(candles, onHoldout.from(), onHoldout.to()), onHoldout.settings());
  }

  /** Returns the JSON shape. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("risk", risk.toMap());
    map.put("intervals", intervals.map(Bootstrap::toMap).orElse(null));
    map.put("importance", importance.orElse(null));
    map.put("benchmarks", benchmarks.toMap());
    map.put("regimes", regimes.isEmpty() ? null : RegimeResult.toMap(regimes));
    return map;
  }
}
