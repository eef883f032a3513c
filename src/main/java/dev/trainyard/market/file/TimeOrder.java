package dev.trainyard.market.file;

/** Tracks whether times strictly increase, or strictly decrease, to the end. */
final class TimeOrder {
  private boolean increasing = true;
  private boolean decreasing = true;
  private boolean first = true;
  private long previous;

  void add(long time) {
    if (!first) {
      increasing &= time > previous;
      decreasing &= time < previous;
    }
    first = false;
    previous = time;
  }

  boolean monotone() {
    return increasing || decreasing;
  }
}
