package dev.trainyard.validation.verdict;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.validation.robustness.CircularShiftPValue;
import java.util.OptionalDouble;

/** The stages of a trained configuration on its way to real money. */
public enum LifecycleStage {
  /** Paper trading only. */
  PAPER,
  /** Promising, but with too little evidence. */
  DISCOVERY,
  /** Some of the required evidence, but not all. */
  VALIDATION,
  /** All required evidence. */
  MATURE,
  /** Once promising or better; candles after the training have shown that the edge is gone. */
  DECAY;

  static final double LOWEST_SHARPE = 0.5;
  private static final int TRADES_FOR_VALIDATION = 30;
  private static final int TRADES_FOR_MATURE = 100;
  private static final double SHARPE_FOR_MATURE = 1.5;

  /**
   * Returns the stage by figures of the hold-out.
   *
   * @param pValue probability of such a result by luck; without it nothing is {@link #MATURE}
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
        && pValue.getAsDouble() < CircularShiftPValue.LEVEL) {
      return MATURE;
    }
    return VALIDATION;
  }

  /** Returns the stage of a winner without validation, by figures of the candles of the search. */
  public static LifecycleStage unvalidated(Metrics inSample) {
    return inSample.netProfitPct() < 0 || inSample.sharpeRatio() < LOWEST_SHARPE
        ? PAPER
        : DISCOVERY;
  }
}
