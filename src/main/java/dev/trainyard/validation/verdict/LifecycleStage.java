package dev.trainyard.validation.verdict;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.validation.robustness.CircularShiftTest;
import java.util.OptionalDouble;

/** How far a trained configuration has come towards real money. */
public enum LifecycleStage {
  /** To be watched on paper only. */
  PAPER,
  /** Promising, with too little evidence. */
  DISCOVERY,
  /** Evidence is there, and not yet all of it. */
  VALIDATION,
  /** All evidence that is asked for is there. */
  MATURE;

  static final double LOWEST_SHARPE = 0.5;
  private static final int TRADES_FOR_VALIDATION = 30;
  private static final int TRADES_FOR_MATURE = 100;
  private static final double SHARPE_FOR_MATURE = 1.5;

  /**
   * The stage by hold-out figures.
   *
   * @param pValue probability of such a result by luck; without one nothing is {@link #MATURE}
   */
  public static LifecycleStage of(Verdict verdict, Metrics holdout, OptionalDouble pValue) {
    boolean hasSharpe = holdout.totalTrades() >= 2;
    if (holdout.netProfitPct() < 0
        || (hasSharpe && holdout.sharpeRatio() < LOWEST_SHARPE)
        || verdict == Verdict.OVERFIT
        || verdict == Verdict.NO_EDGE) {
      return PAPER;
    }
    if (holdout.totalTrades() < TRADES_FOR_VALIDATION
        || verdict == Verdict.INSUFFICIENT_DATA
        || !hasSharpe) {
      return DISCOVERY;
    }
    if (holdout.totalTrades() >= TRADES_FOR_MATURE
        && holdout.sharpeRatio() >= SHARPE_FOR_MATURE
        && pValue.isPresent()
        && pValue.getAsDouble() < CircularShiftTest.LEVEL) {
      return MATURE;
    }
    return VALIDATION;
  }

  /** The stage of a winner that was not validated, by figures of the candles it was searched on. */
  public static LifecycleStage unvalidated(Metrics inSample) {
    return inSample.netProfitPct() < 0 || inSample.sharpeRatio() < LOWEST_SHARPE
        ? PAPER
        : DISCOVERY;
  }
}
