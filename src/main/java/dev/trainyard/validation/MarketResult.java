package dev.trainyard.validation;

import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.BasketEvaluator;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.text.Json;
import dev.trainyard.validation.robustness.CircularShiftPValue;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.verdict.ProbabilisticSharpe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The winner on one of several series, with its part of the capital.
 *
 * @param symbol market of the series
 * @param inSample on the candles of the search
 * @param outOfSample on the hold-out
 * @param psr probability that the hold-out's Sharpe ratio is above 0; empty when it has none
 * @param pValue probability that luck times the hold-out's positions as well; empty with too few
 *     shifts
 */
public record MarketResult(
    String symbol,
    PeriodMetrics inSample,
    PeriodMetrics outOfSample,
    OptionalDouble psr,
    OptionalDouble pValue) {

  /**
   * Returns the results of all series, in their order.
   *
   * @param search evaluates on the candles of the search
   * @param holdout evaluates on the hold-out
   * @param seed chooses the shifts of the p-values
   */
  static List<MarketResult> of(
      BasketEvaluator search, BasketEvaluator holdout, Parameters winner, long seed) {
    List<MarketResult> results = new ArrayList<>();
    for (int k = 0; k < search.symbols().size(); k++) {
      String symbol = search.symbols().get(k);
      BacktestEvaluator onHoldout = holdout.series().get(k);
      PeriodMetrics outOfSample = PeriodMetrics.of(onHoldout.backtest(winner));
      results.add(
          new MarketResult(
              symbol,
              PeriodMetrics.of(search.series().get(k).backtest(winner)),
              outOfSample,
              ProbabilisticSharpe.probability(outOfSample.metrics().returns(), 0),
              CircularShiftPValue.of(
                      onHoldout.exposures(winner), new RandomStream(seed, "p-value " + symbol))
                  .pValue()));
    }
    return results;
  }

  /** Returns whether the winner made money on the hold-out. */
  boolean isProfitable() {
    return outOfSample.metrics().netProfitPct() > 0;
  }

  /** Returns the JSON shape. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("symbol", symbol);
    map.put("in_sample", inSample.toMap());
    map.put("out_of_sample", outOfSample.toMap());
    map.put("psr", Json.number(psr));
    map.put("p_value", Json.number(pValue));
    return map;
  }
}
