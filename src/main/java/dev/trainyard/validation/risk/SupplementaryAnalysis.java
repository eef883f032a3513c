package dev.trainyard.validation.risk;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Regimes;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.importance.ParameterImportance;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.strategy.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is told of a winner beside its verdict, and enters neither it nor its reasons.
 *
 * @param risk of the hold-out
 * @param intervals of figures of the hold-out; empty with too few trades or bars
 * @param importance shares of the parameters in what made trials of the search good, see {@link
 *     dev.trainyard.optimize.importance.ParameterImportance}; empty with too few trials
 * @param benchmarks what doing nothing and what luck would have made of the hold-out
 * @param regimes what the hold-out made of each kind of market
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
   * Of a winner.
   *
   * @param onHoldout tests on the hold-out
   * @param result what came of the winner there
   * @param search the finished study
   */
  public static SupplementaryAnalysis of(
      BacktestEvaluator onHoldout, Parameters winner, BacktestResult result, Study search) {
    Candles candles = onHoldout.indicators().candles();
    BacktestSettings settings = onHoldout.settings();
    long seed = search.definition().seed();
    return new SupplementaryAnalysis(
        Risk.of(result, candles, settings),
        Bootstrap.of(
            result,
            onHoldout.strategy().maxHolding(winner),
            settings.sizing(),
            new RandomStream(seed, "intervals")),
        ParameterImportance.of(search.definition().space(), search.trials()),
        Benchmarks.of(onHoldout, winner, result, seed),
        RegimeResult.of(result, Regimes.of(candles, onHoldout.from(), onHoldout.to()), settings));
  }

  /** JSON shape. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("risk", risk.toMap());
    map.put("intervals", intervals.map(Bootstrap::toMap).orElse(null));
    map.put("importance", importance.orElse(null));
    map.put("benchmarks", benchmarks.toMap());
    map.put("regimes", RegimeResult.toMap(regimes));
    return map;
  }
}
