package dev.trainyard.backtest;

import java.util.Objects;

/**
 * Settings for the fills and the money of a back-test.
 *
 * @param executionModel the rules of fills
 * @param capital initial capital in the quote currency, positive
 * @param riskPerTrade share of the capital that a trade may lose at its stop, above 0, at most 1
 * @param sizing the amount that {@code riskPerTrade} is a share of
 * @param costs fees, slippage, funding
 * @param candleMillis length of a candle in milliseconds, to distinguish a gap from the next bar
 */
public record BacktestSettings(
    ExecutionModel executionModel,
    double capital,
    double riskPerTrade,
    Sizing sizing,
    Costs costs,
    long candleMillis) {

  /** Initial capital when none is named. */
  public static final double DEFAULT_CAPITAL = 10_000;

  /** Risk of a trade when none is named: 2 %. */
  public static final double DEFAULT_RISK_PER_TRADE = 0.02;

  public BacktestSettings {
    Objects.requireNonNull(executionModel, "executionModel");
    Objects.requireNonNull(sizing, "sizing");
    Objects.requireNonNull(costs, "costs");
    if (!(capital > 0) || Double.isInfinite(capital)) {
      throw new IllegalArgumentException("capital must be positive");
    }
    if (!(riskPerTrade > 0 && riskPerTrade <= 1)) {
      throw new IllegalArgumentException("risk_per_trade must be above 0 and at most 1");
    }
    if (candleMillis <= 0) {
      throw new IllegalArgumentException("candleMillis must be positive");
    }
  }

  /**
   * Returns the service's defaults: {@code realistic}, 10,000, 2 %, fixed, {@link Costs#DEFAULT}.
   */
  public static BacktestSettings defaults(long candleMillis) {
    return new BacktestSettings(
        ExecutionModel.REALISTIC,
        DEFAULT_CAPITAL,
        DEFAULT_RISK_PER_TRADE,
        Sizing.FIXED,
        Costs.DEFAULT,
        candleMillis);
  }

  /** Returns the same settings with another capital. */
  public BacktestSettings withCapital(double other) {
    return new BacktestSettings(executionModel, other, riskPerTrade, sizing, costs, candleMillis);
  }

  /** Returns the same settings with other costs. */
  public BacktestSettings withCosts(Costs other) {
    return new BacktestSettings(executionModel, capital, riskPerTrade, sizing, other, candleMillis);
  }

  /** Returns the same settings with another execution model. */
  public BacktestSettings withExecutionModel(ExecutionModel other) {
    return new BacktestSettings(other, capital, riskPerTrade, sizing, costs, candleMillis);
  }
}
