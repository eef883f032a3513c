package dev.trainyard.market;

import java.util.Arrays;
import java.util.Objects;

/**
 * A series of candles in primitive arrays, oldest first.
 *
 * <p>Immutable by contract: the accessors hand out the arrays themselves, because a back-test reads
 * them millions of times; callers must not write to them.
 */
public final class Candles {
  private final long[] time;
  private final double[] open;
  private final double[] high;
  private final double[] low;
  private final double[] close;
  private final double[] volume;

  /**
   * Takes ownership of the arrays, which the caller must not change afterwards.
   *
   * @param time open time of each candle, epoch milliseconds, strictly increasing
   * @param open price at the open
   * @param high highest price
   * @param low lowest price
   * @param close price at the close
   * @param volume traded volume in the base currency, 0 or more
   * @throws IllegalArgumentException when the lengths differ or the times do not increase
   */
  public Candles(
      long[] time, double[] open, double[] high, double[] low, double[] close, double[] volume) {
    int n = time.length;
    if (open.length != n
        || high.length != n
        || low.length != n
        || close.length != n
        || volume.length != n) {
      throw new IllegalArgumentException("candle arrays of different lengths");
    }
    for (int i = 1; i < n; i++) {
      if (time[i] <= time[i - 1]) {
        throw new IllegalArgumentException(
            "candle times must increase: %d after %d at bar %d".formatted(time[i], time[i - 1], i));
      }
    }
    this.time = time;
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    this.volume = volume;
  }

  /** Returns the number of candles. */
  public int size() {
    return time.length;
  }

  /**
   * Returns the first candle that opens at a time or after it; the number of candles when there is
   * none.
   */
  public int firstAt(long epochMillis) {
    return firstAt(time, epochMillis);
  }

  /** Finds the first of increasing times that is not before another; their number if none is. */
  static int firstAt(long[] times, long epochMillis) {
    int found = Arrays.binarySearch(times, epochMillis);
    return found < 0 ? ~found : found;
  }

  /** Returns the open times, epoch milliseconds. */
  public long[] time() {
    return time;
  }

  /** Returns the open prices. */
  public double[] open() {
    return open;
  }

  /** Returns the highest prices. */
  public double[] high() {
    return high;
  }

  /** Returns the lowest prices. */
  public double[] low() {
    return low;
  }

  /** Returns the close prices. */
  public double[] close() {
    return close;
  }

  /** Returns the volumes. */
  public double[] volume() {
    return volume;
  }

  /**
   * Copies the candles {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws IndexOutOfBoundsException when the range is not within the series
   */
  public Candles slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new Candles(
        Arrays.copyOfRange(time, from, to),
        Arrays.copyOfRange(open, from, to),
        Arrays.copyOfRange(high, from, to),
        Arrays.copyOfRange(low, from, to),
        Arrays.copyOfRange(close, from, to),
        Arrays.copyOfRange(volume, from, to));
  }
}
