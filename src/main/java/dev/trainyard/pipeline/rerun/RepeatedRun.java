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
 * The repeated back-test of a stored configuration.
 *
 * @param evaluator the back-test over all candles
 * @param parameters parameters of the configuration
 * @param result result over all candles
 * @param holdoutFrom first candle of the hold-out; empty without validation
 * @param dataChanged whether the candles have changed since the training, so that the verdict does
 *     not apply to this run
 */
public record RepeatedRun(
    BacktestEvaluator evaluator,
    Parameters parameters,
    BacktestResult result,
    OptionalInt holdoutFrom,
    boolean dataChanged) {

  /** Returns the filtered candles that it was trained on. */
  public Candles candles() {
    return evaluator.indicators().candles();
  }

  /** Returns the traded signals. */
  public Signals signals() {
    return evaluator.signals(parameters);
  }

  /** Returns the result of buying and holding over all candles, at the same costs. */
  public BacktestResult buyAndHold() {
    return new BuyAndHold(new Backtester())
        .run(candles(), evaluator.from(), evaluator.to(), evaluator.settings());
  }
}
