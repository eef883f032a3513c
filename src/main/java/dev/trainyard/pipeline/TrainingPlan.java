package dev.trainyard.pipeline;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A training request in the engine's terms.
 *
 * @param request what the client asked for
 */
public record TrainingPlan(TrainingRequest request) {

  /** Length of the candles. */
  public Timeframe timeframe() {
    return Timeframe.of(request.timeframe()).orElseThrow();
  }

  CandleSeries series() {
    return new CandleSeries(request.exchange(), request.symbol(), timeframe());
  }

  /** Which candles are left out before anything is computed. */
  public CandleFilter filter() {
    TrainingRequest.DataFilterConfig filter = request.dataFilterConfig();
    return new CandleFilter(
        filter.enableFiltering(),
        filter.minVolumeThreshold(),
        filter.minPriceMovementPct(),
        filter.filterFlatCandles(),
        filter.preserveHighVolumeSinglePrice());
  }

  BacktestSettings settings() {
    TrainingRequest.Costs costs = request.costs();
    return new BacktestSettings(
        ExecutionModel.of(request.executionModel()).orElseThrow(),
        request.capital(),
        request.riskPerTrade(),
        Sizing.of(request.sizing()).orElseThrow(),
        new Costs(costs.feeRate(), costs.slippageRate(), costs.fundingRate8h()),
        timeframe().millis());
  }

  Objective objective() {
    return Objective.of(request.objective()).orElseThrow();
  }

  Constraints constraints(Strategy strategy) {
    int minTrades = request.minTrades() == null ? strategy.defaultMinTrades() : request.minTrades();
    Double maxDrawdown = request.constraints().maxDrawdown();
    return new Constraints(
        minTrades, maxDrawdown == null ? OptionalDouble.empty() : OptionalDouble.of(maxDrawdown));
  }

  Optional<Regime> regime() {
    return Optional.ofNullable(request.regime()).map(label -> Regime.of(label).orElseThrow());
  }

  /** Values parameters over some of the candles. */
  public BacktestEvaluator evaluator(Strategy strategy, Candles candles, int from, int to) {
    return new BacktestEvaluator(
        strategy,
        new Indicators(candles),
        from,
        to,
        settings(),
        objective(),
        constraints(strategy),
        regime());
  }

  /**
   * The search.
   *
   * @param start parameters that it tries first
   */
  StudyDefinition study(ParameterSpace space, Optional<Parameters> start) {
    return new StudyDefinition(
        StudyDefinition.SEARCH,
        space,
        request.optimizer(),
        request.seed(),
        request.batchSize(),
        request.nIterations(),
        start,
        request.earlyStop());
  }

  /** How the winner is validated; empty when it is not. */
  public Optional<ValidationSettings> validation() {
    return request.runValidation()
        ? Optional.of(
            new ValidationSettings(request.validation().holdout(), request.validation().windows()))
        : Optional.empty();
  }
}
