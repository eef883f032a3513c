package dev.trainyard.backtest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Returns per bar summed over buckets of equal time: enough for the correlations of trials, the
 * deflated Sharpe ratio and the probability of over-fitting, at a size that does not grow with the
 * bars.
 *
 * <p>Immutable by contract: the accessors hand out the arrays themselves.
 */
public final class ReturnBuckets {
  /** Buckets of every series. */
  public static final int COUNT = 256;

  private final int[] bars;
  private final double[] sum;
  private final double[] sumOfSquares;

  private ReturnBuckets(int[] bars, double[] sum, double[] sumOfSquares) {
    this.bars = bars;
    this.sum = sum;
    this.sumOfSquares = sumOfSquares;
  }

  /**
   * Sums returns into buckets that cut the time from the first bar's open to the last bar's close
   * into {@link #COUNT} equal parts.
   *
   * @param time open times of all candles, epoch milliseconds
   * @param from index of the bar that the first return belongs to
   * @param returns returns of consecutive bars
   * @param candleMillis length of a candle
   */
  public static ReturnBuckets of(long[] time, int from, double[] returns, long candleMillis) {
    int[] bars = new int[COUNT];
    double[] sum = new double[COUNT];
    double[] sumOfSquares = new double[COUNT];
    if (returns.length > 0) {
      long start = time[from];
      long span = time[from + returns.length - 1] + candleMillis - start;
      int bucket = 0;
      long end = bucketEnd(start, span, bucket);
      for (int i = 0; i < returns.length; i++) {
        while (time[from + i] >= end) {
          end = bucketEnd(start, span, ++bucket);
        }
        double r = returns[i];
        bars[bucket]++;
        sum[bucket] += r;
        sumOfSquares[bucket] += r * r;
      }
    }
    return new ReturnBuckets(bars, sum, sumOfSquares);
  }

  /** Bars in each bucket. */
  public int[] bars() {
    return bars;
  }

  /** Σr of each bucket. */
  public double[] sum() {
    return sum;
  }

  /** Σr² of each bucket. */
  public double[] sumOfSquares() {
    return sumOfSquares;
  }

  /**
   * Compact form for storage: per bucket the number of bars (4 bytes, big-endian), and the two sums
   * (8 bytes each) where they are not zero, which a set sign bit of the number announces.
   */
  public byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(COUNT * (Integer.BYTES + 2 * Double.BYTES));
    for (int i = 0; i < COUNT; i++) {
      if (sumOfSquares[i] == 0) {
        buffer.putInt(bars[i]);
      } else {
        buffer.putInt(~bars[i]).putDouble(sum[i]).putDouble(sumOfSquares[i]);
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /**
   * Reads what {@link #toBytes} wrote, exactly.
   *
   * @throws java.nio.BufferUnderflowException when bytes are missing
   */
  public static ReturnBuckets fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int[] bars = new int[COUNT];
    double[] sum = new double[COUNT];
    double[] sumOfSquares = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      int n = buffer.getInt();
      if (n >= 0) {
        bars[i] = n;
      } else {
        bars[i] = ~n;
        sum[i] = buffer.getDouble();
        sumOfSquares[i] = buffer.getDouble();
      }
    }
    return new ReturnBuckets(bars, sum, sumOfSquares);
  }

  private static long bucketEnd(long start, long span, int bucket) {
    // whole quotient and remainder apart, so that no product overflows
    long next = bucket + 1L;
    return start + span / COUNT * next + (span % COUNT * next + COUNT - 1) / COUNT;
  }
}
