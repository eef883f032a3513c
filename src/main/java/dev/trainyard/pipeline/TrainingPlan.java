package dev.trainyard.pipeline;

import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.optimize.Across;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.BasketEvaluator;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.List;
import java.util.Optional;

/**
 * Translates a training request into the terms of the stages.
 *
 * @param request the client's request
 */
public record TrainingPlan(TrainingRequest request) {

  /** Returns the length of the candles. */
  public Timeframe timeframe() {
    return request.data().timeframe();
  }

  /** Returns the series to train on, in the order of the symbols. */
  public List<CandleSeries> series() {
    return request.data().symbols().stream()
        .map(symbol -> new CandleSeries(request.data().exchange(), symbol, timeframe()))
        .toList();
  }

  /** Returns the filter that drops candles before anything is computed. */
  public CandleFilter filter() {
    return request.data().filter();
  }

  /** Creates the evaluator of parameters over a range of bars. */
  public RangeEvaluator evaluator(Strategy strategy, Markets markets, int from, int to) {
    Optional<Across> across = request.data().across();
    List<BacktestEvaluator> series =
        markets.candles().stream().map(one -> evaluator(strategy, one, from, to)).toList();
    return across.isEmpty()
        ? series.get(0)
        : BasketEvaluator.of(markets.symbols(), markets.timeline(), from, to, across.get(), series);
  }

  private BacktestEvaluator evaluator(Strategy strategy, Candles candles, int from, int to) {
    return new BacktestEvaluator(
        strategy,
        new Indicators(candles),
        from,
        to,
        request.execution().settings(timeframe()),
        request.search().objective(),
        request.search().constraints(strategy.defaultMinTrades()),
        request.data().regime());
  }

  /**
   * Returns the definition of the search.
   *
   * @param start parameters that it tries first
   */
  StudyDefinition study(ParameterSpace space, Optional<Parameters> start) {
    TrainingRequest.Search search = request.search();
    return new StudyDefinition(
        StudyDefinition.SEARCH,
        space,
        search.sampler(),
        search.seed(),
        search.batchSize(),
        search.iterations(),
        start,
        search.earlyStop());
  }

  /** Returns the settings of the validation, or empty when the winner is not validated. */
  public Optional<ValidationSettings> validation() {
    return request.validation().ifRun();
  }
}
