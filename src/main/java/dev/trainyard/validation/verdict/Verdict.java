package dev.trainyard.validation.verdict;

/** The verdicts on the winner of a search. */
public enum Verdict {
  /**
   * The hold-out confirms the search, beyond luck and the number of trials, and at higher costs.
   */
  EDGE,
  /** The hold-out does not confirm the search. */
  NO_EDGE,
  /** The winner is good on the candles of the search and significantly worse on the hold-out. */
  OVERFIT,
  /** There are too few candles or trades to decide. */
  INSUFFICIENT_DATA
}
