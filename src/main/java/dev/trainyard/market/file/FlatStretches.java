package dev.trainyard.market.file;

/** Counts stretches of candles with a single price: an exchange that stood still, or filled in. */
final class FlatStretches {
  /** How many candles make a stretch. */
  private static final int MINIMUM = 10;

  private long current;
  private long stretches;
  private long longest;

  void add(boolean flat) {
    if (!flat) {
      current = 0;
      return;
    }
    current++;
    if (current == MINIMUM) {
      stretches++;
    }
    if (current >= MINIMUM) {
      longest = Math.max(longest, current);
    }
  }

  /** How many there are. */
  long stretches() {
    return stretches;
  }

  /** How many candles the longest has; 0 when there is none. */
  long longest() {
    return longest;
  }
}
