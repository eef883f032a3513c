package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;

/** The benchmark of buying at the start and selling at the end, at the same costs. */
public final class BuyAndHold {
  private final Backtester backtester;

  /** Creates the benchmark. */
  public BuyAndHold(Backtester backtester) {
    this.backtester = backtester;
  }

  /**
   * Buys at the second open of the range with the capital, less a reserve for the costs, and sells
   * at the last close. As there is one trade only, its {@link Metrics#sharpeRatio} is 0; see {@link
   * ReturnMoments#annualSharpe}.
   */
  public BacktestResult run(Candles candles, int from, int to, BacktestSettings settings) {
    Signals signals = new Signals();
    int bar = from;
    while (bar + 1 < to
        && candles.time()[bar + 1] - candles.time()[bar] != settings.candleMillis()) {
      bar++;
    }
    signals.add(bar, Side.LONG, 0, Double.POSITIVE_INFINITY);
    BacktestSettings everything =
        new BacktestSettings(
            ExecutionModel.REALISTIC,
            settings.capital(),
            1,
            Sizing.FIXED,
            settings.costs(),
            settings.candleMillis());
    return backtester.run(candles, from, to, signals, Integer.MAX_VALUE, everything);
  }
}
