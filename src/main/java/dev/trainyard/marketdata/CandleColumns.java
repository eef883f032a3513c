package dev.trainyard.marketdata;

import java.util.Arrays;

/**
 * Candles in columns that grow, oldest first: those of one block while it is packed, unpacked or
 * changed.
 */
final class CandleColumns {
  /** Open, high, low, close and volume. */
  static final int FIGURES = 5;

  private static final int FIRST_CAPACITY = 64;

  private long[] time = new long[FIRST_CAPACITY];
  private final double[][] figures = new double[FIGURES][FIRST_CAPACITY];
  private int size;

  /** Returns the number of candles. */
  int size() {
    return size;
  }

  /**
   * Returns the open times, microseconds since 1970, of which only the first {@link #size} count.
   */
  long[] time() {
    return time;
  }

  /**
   * Returns a column, of which only the first {@link #size} values count.
   *
   * @param figure 0 to 4: open, high, low, close, volume
   */
  double[] figure(int figure) {
    return figures[figure];
  }

  /** Returns the open time of the first candle, microseconds since 1970. */
  long first() {
    return time[0];
  }

  /** Returns the open time of the last candle, microseconds since 1970. */
  long last() {
    return time[size - 1];
  }

  /** Returns the first candle that opens at a time or after it; the size when there is none. */
  int firstAt(long micros) {
    int found = Arrays.binarySearch(time, 0, size, micros);
    return found < 0 ? ~found : found;
  }

  /** Forgets all candles, and makes room for some. */
  void clear(int capacity) {
    size = 0;
    reserve(capacity);
  }

  /** Takes what was written into the columns as so many candles. */
  void resize(int candles) {
    size = candles;
  }

  void add(long micros, double open, double high, double low, double close, double volume) {
    reserve(size + 1);
    time[size] = micros;
    figures[0][size] = open;
    figures[1][size] = high;
    figures[2][size] = low;
    figures[3][size] = close;
    figures[4][size] = volume;
    size++;
  }

  /** Adds a candle of others. */
  void add(CandleColumns others, int candle) {
    add(
        others.time[candle],
        others.figures[0][candle],
        others.figures[1][candle],
        others.figures[2][candle],
        others.figures[3][candle],
        others.figures[4][candle]);
  }

  /**
   * Returns whether a candle has the figures of another, as PostgreSQL compares: zeros are equal,
   * and what is no number equals what is none.
   */
  boolean hasFiguresOf(int candle, CandleColumns others, int other) {
    for (int k = 0; k < FIGURES; k++) {
      double a = figures[k][candle];
      double b = others.figures[k][other];
      if (a != b && !(Double.isNaN(a) && Double.isNaN(b))) {
        return false;
      }
    }
    return true;
  }

  private void reserve(int capacity) {
    if (capacity > time.length) {
      int larger = Math.max(capacity, 2 * time.length);
      time = Arrays.copyOf(time, larger);
      for (int k = 0; k < FIGURES; k++) {
        figures[k] = Arrays.copyOf(figures[k], larger);
      }
    }
  }
}
