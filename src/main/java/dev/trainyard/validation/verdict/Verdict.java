package dev.trainyard.validation.verdict;

/** What validation makes of the winner of a search. */
public enum Verdict {
  /** The hold-out confirms the search beyond luck, number of trials and higher costs. */
  EDGE,
  /** The hold-out does not confirm it. */
  NO_EDGE,
  /** Good where it was searched and significantly worse on the hold-out. */
  OVERFIT,
  /** The candles or trades are too few to tell. */
  INSUFFICIENT_DATA
}
