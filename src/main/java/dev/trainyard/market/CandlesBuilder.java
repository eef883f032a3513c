package dev.trainyard.market;

import java.util.Arrays;

/** Collects candles one by one, oldest first. */
public final class CandlesBuilder {
  private int size;
  private long[] time;
  private double[] open;
  private double[] high;
  private double[] low;
  private double[] close;
  private double[] volume;

  /** Creates a builder with room for {@code expected} candles, which grows beyond it. */
  public CandlesBuilder(int expected) {
    int capacity = Math.max(16, expected);
    time = new long[capacity];
    open = new double[capacity];
    high = new double[capacity];
    low = new double[capacity];
    close = new double[capacity];
    volume = new double[capacity];
  }

  /** Appends a candle; {@link #build} checks that the times increase. */
  public void add(long openTime, double o, double h, double l, double c, double v) {
    if (size == time.length) {
      grow();
    }
    time[size] = openTime;
    open[size] = o;
    high[size] = h;
    low[size] = l;
    close[size] = c;
    volume[size] = v;
    size++;
  }

  /** Returns the number of candles so far. */
  public int size() {
    return size;
  }

  /**
   * Returns the candles so far; more may be added afterwards.
   *
   * @throws IllegalArgumentException when the times do not increase
   */
  public Candles build() {
    return new Candles(
        Arrays.copyOf(time, size),
        Arrays.copyOf(open, size),
        Arrays.copyOf(high, size),
        Arrays.copyOf(low, size),
        Arrays.copyOf(close, size),
        Arrays.copyOf(volume, size));
  }

  private void grow() {
    int capacity = size + (size >> 1);
    time = Arrays.copyOf(time, capacity);
    open = Arrays.copyOf(open, capacity);
    high = Arrays.copyOf(high, capacity);
    low = Arrays.copyOf(low, capacity);
    close = Arrays.copyOf(close, capacity);
    volume = Arrays.copyOf(volume, capacity);
  }
}
