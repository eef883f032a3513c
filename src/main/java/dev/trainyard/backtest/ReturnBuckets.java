package dev.trainyard.backtest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Returns per bar, summed over buckets of equal time. They suffice for the correlations of trials,
 * the deflated Sharpe ratio and the probability of overfitting, at a size that does not grow with
 * the bars.
 *
 * <p>Immutable by contract: the accessors return the arrays themselves.
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

  private ReturnBuckets() {
    this(new int[COUNT], new double[COUNT], new double[COUNT]);
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
    ReturnBuckets buckets = new ReturnBuckets();
    int[] ends = ends(time, from, from + returns.length, candleMillis);
    int bar = from;
    for (int bucket = 0; bucket < COUNT; bucket++) {
      buckets.bars[bucket] = ends[bucket] - bar;
      for (; bar < ends[bucket]; bar++) {
        buckets.add(bucket, returns[bar - from]);
      }
    }
    return buckets;
  }

  static ReturnBuckets of(long[] time, int from, EquityCurve curve, long candleMillis) {
    ReturnBuckets buckets = new ReturnBuckets();
    int[] ends = ends(time, from, from + curve.bars(), candleMillis);
    double[] changes = curve.changes();
    int k = 0;
    for (int bucket = 0; bucket < COUNT; bucket++) {
      buckets.bars[bucket] = ends[bucket] - (bucket == 0 ? from : ends[bucket - 1]);
      for (; k < changes.length && from + curve.offset(k) < ends[bucket]; k++) {
        buckets.add(bucket, changes[k]);
      }
    }
    return buckets;
  }

  private void add(int bucket, double r) {
    sum[bucket] += r;
    sumOfSquares[bucket] += r * r;
  }

  /** Returns the index of the first bar after each bucket. */
  private static int[] ends(long[] time, int from, int to, long candleMillis) {
    int[] ends = new int[COUNT];
    Arrays.fill(ends, to);
    if (from == to) {
      return ends;
    }
    long start = time[from];
    long span = time[to - 1] + candleMillis - start;
    int end = from;
    for (int bucket = 0; bucket < COUNT; bucket++) {
      // whole quotient and remainder separately, so that no product overflows
      long parts = bucket + 1L;
      long endTime = start + span / COUNT * parts + (span % COUNT * parts + COUNT - 1) / COUNT;
      int found = Arrays.binarySearch(time, end, to, endTime);
      end = found < 0 ? ~found : found;
      ends[bucket] = end;
    }
    return ends;
  }

  /** Returns the bars in each bucket. */
  public int[] bars() {
    return bars;
  }

  /** Returns Σr of each bucket. */
  public double[] sum() {
    return sum;
  }

  /** Returns Σr² of each bucket. */
  public double[] sumOfSquares() {
    return sumOfSquares;
  }

  /**
   * Writes a compact form for storage: per bucket the number of bars (4 bytes, big-endian) and,
   * when the sign bit of the number is set, the two sums (8 bytes each), which otherwise are zero.
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
}
