package dev.trainyard.marketdata;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Times that come more than once in a file, with figures that are not the same.
 *
 * @param times how many there are
 * @param first the one whose first line is the first; null when there is none
 */
public record Contradictions(long times, @Nullable Pair first) {
  /** There are none. */
  static final Contradictions NONE = new Contradictions(0, null);

  /**
   * Two lines that contradict each other.
   *
   * @param time open time of both candles
   * @param line the first line of the time
   * @param otherLine the next one whose figures differ from it
   */
  public record Pair(Instant time, long line, long otherLine) {}
}
