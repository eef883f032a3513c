package dev.trainyard.backtest;

/** Why a position was closed. */
public enum ExitReason {
  /** The stop was touched, or the open was beyond it. */
  SL,
  /** The target was touched, or the open was beyond it. */
  TP,
  /** Held for the longest time that the parameters allow. */
  MAX_HOLD,
  /** A signal for the other side. */
  SIGNAL,
  /** The bars ended, or the account was ruined. */
  END_OF_DATA
}
