package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Signals;
import java.util.Objects;

/** Runs signals over candles. Stateless: one instance serves all threads. */
public final class Backtester {

  /**
   * Trades the signals of the bars {@code from} (inclusive) to {@code to} (exclusive). The account
   * starts with the capital and is flat at the end; signals outside the range open nothing.
   *
   * @param candles the series that the signals' bars refer to
   * @param from first bar, inclusive
   * @param to end, exclusive
   * @param signals in the order of their bars
   * @param maxHolding bars after the entry at which a position is closed at the latest, 1 or more
   * @param settings execution model, money and costs
   * @throws IndexOutOfBoundsException when the range is not within the candles
   * @throws IllegalArgumentException when the range is empty or {@code maxHolding} is below 1
   */
  public BacktestResult run(
      Candles candles,
      int from,
      int to,
      Signals signals,
      int maxHolding,
      BacktestSettings settings) {
    Objects.checkFromToIndex(from, to, candles.size());
    if (from == to) {
      throw new IllegalArgumentException("a back-test needs at least one bar");
    }
    if (maxHolding < 1) {
      throw new IllegalArgumentException("maxHolding must be at least 1");
    }
    return switch (settings.executionModel()) {
      case REALISTIC -> new RealisticRun(candles, from, to, signals, maxHolding, settings).result();
      case CLOSE_FILL ->
          new CloseFillRun(candles, from, to, signals, maxHolding, settings).result();
    };
  }
}
