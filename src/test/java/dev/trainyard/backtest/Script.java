package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import dev.trainyard.market.CandlesBuilder;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;

/** Runs a few five-minute candles and signals, written down bar by bar. */
final class Script {
  static final long BAR = Timeframe.M5.millis();

  private final CandlesBuilder candles = new CandlesBuilder(16);
  private final Signals signals = new Signals();
  private long time;
  private int from;
  private int maxHolding = 100;
  private double riskPerTrade = 0.02;
  private ExecutionModel model = ExecutionModel.REALISTIC;
  private Sizing sizing = Sizing.FIXED;
  private Costs costs = Costs.NONE;

  Script bar(double open, double high, double low, double close) {
    candles.add(time, open, high, low, close, 1);
    time += BAR;
    return this;
  }

  /** A bar at 100 all over. */
  Script quiet() {
    return bar(100, 100, 100, 100);
  }

  /** Leaves out candles. */
  Script gap(int bars) {
    time += bars * BAR;
    return this;
  }

  /** A signal at the close of the bar written last. */
  Script signal(Side side, double stop, double target) {
    signals.add(candles.size() - 1, side, stop, target);
    return this;
  }

  /** A signal at the close of the bar written last whose stop trails. */
  Script trailing(Side side, double stop, double target, double trail) {
    signals.add(candles.size() - 1, side, stop, target, trail);
    return this;
  }

  Script from(int bar) {
    from = bar;
    return this;
  }

  Script maxHolding(int bars) {
    maxHolding = bars;
    return this;
  }

  Script risk(double share) {
    riskPerTrade = share;
    return this;
  }

  Script closeFill() {
    model = ExecutionModel.CLOSE_FILL;
    return this;
  }

  Script compounding() {
    sizing = Sizing.COMPOUNDING;
    return this;
  }

  Script costs(double fee, double slippage, double funding) {
    costs = new Costs(fee, slippage, funding);
    return this;
  }

  BacktestSettings settings() {
    return new BacktestSettings(model, 10_000, riskPerTrade, sizing, costs, BAR);
  }

  Candles candles() {
    return candles.build();
  }

  Signals signals() {
    return signals;
  }

  BacktestResult run() {
    return new Backtester().run(candles(), from, candles.size(), signals, maxHolding, settings());
  }
}
