package dev.trainyard.pipeline.rerun;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.BuyAndHold;
import dev.trainyard.market.Candles;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import java.util.OptionalInt;

/**
 * A stored configuration, back-tested again.
 *
 * @param evaluator the back-test over all candles
 * @param parameters those of the configuration
 * @param result of all candles
 * @param holdoutFrom first candle that its search had not seen; empty without validation
 * @param dataChanged whether the candles are others than at the training, so that this is not what
 *     was judged
 */
public record RepeatedRun(
    BacktestEvaluator evaluator,
    Parameters parameters,
    BacktestResult result,
    OptionalInt holdoutFrom,
    boolean dataChanged) {

  /** The candles that it was trained on, filtered. */
  public Candles candles() {
    return evaluator.indicators().candles();
  }

  /** The signals that were traded. */
  public Signals signals() {
    return evaluator.signals(parameters);
  }

  /** Having held the market over all candles instead, at the same costs. */
  public BacktestResult buyAndHold() {
    return new BuyAndHold(new Backtester())
        .run(candles(), evaluator.from(), evaluator.to(), evaluator.settings());
  }
}
