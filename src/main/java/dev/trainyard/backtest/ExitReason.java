package dev.trainyard.backtest;

/** The reasons for closing a position. */
public enum ExitReason {
  /** The stop was touched, or the open was beyond it. */
  SL,
  /** The target was touched, or the open was beyond it. */
  TP,
  /** The position was held for the longest time that the parameters allow. */
  MAX_HOLD,
  /** The strategy signalled the other side. */
  SIGNAL,
  /** The bars ended, or the account was ruined. */
  END_OF_DATA
}
