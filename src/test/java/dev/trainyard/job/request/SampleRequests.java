package dev.trainyard.job.request;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.callback.CallbackEvent;
import dev.trainyard.job.Priority;
import dev.trainyard.job.request.TrainingRequest.Data;
import dev.trainyard.job.request.TrainingRequest.Delivery;
import dev.trainyard.job.request.TrainingRequest.Execution;
import dev.trainyard.job.request.TrainingRequest.Search;
import dev.trainyard.job.request.TrainingRequest.Validation;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.Objective;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Requests for BTC/USDT with defaults for everything but the strategy and the priority. */
public final class SampleRequests {
  private static final Data DATA =
      new Data(
          List.of("BTC/USDT"),
          Optional.empty(),
          "binanceus",
          Timeframe.M5,
          new Lookback.Candles(10_000),
          CandleFilter.DEFAULT,
          Optional.empty());

  private static final Search SEARCH =
      new Search(
          "bayesian",
          200,
          42,
          8,
          Objective.SHARPE_RATIO,
          OptionalInt.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          false,
          false,
          Optional.empty());

  private static final Execution EXECUTION =
      new Execution(
          ExecutionModel.REALISTIC,
          BacktestSettings.DEFAULT_CAPITAL,
          BacktestSettings.DEFAULT_RISK_PER_TRADE,
          Sizing.FIXED,
          Costs.DEFAULT);

  private SampleRequests() {}

  /** Creates a request for a strategy, which need not exist. */
  public static TrainingRequest of(String strategy, Priority priority) {
    return new TrainingRequest(
        strategy,
        DATA,
        SEARCH,
        EXECUTION,
        new Validation(true, ValidationSettings.DEFAULT),
        new Delivery(
            priority,
            1800,
            3,
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            CallbackEvent.ENDS,
            true));
  }
}
