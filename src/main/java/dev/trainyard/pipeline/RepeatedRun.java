package dev.trainyard.pipeline;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.market.Candles;
import java.util.OptionalInt;

/**
 * A stored configuration, back-tested again.
 *
 * @param candles those that it was trained on, filtered
 * @param result of all of them
 * @param holdoutFrom first candle that its search had not seen; empty without validation
 * @param dataChanged whether the candles are others than at the training, so that this is not what
 *     was judged
 */
public record RepeatedRun(
    Candles candles, BacktestResult result, OptionalInt holdoutFrom, boolean dataChanged) {}
