package dev.trainyard.market;

/** Ranks the volatility of the last returns among those of the bars before. */
final class VolatilityRank {
  private static final int TENTHS = 10;

  private final long[] squares;
  private final double[] volatilities;
  private final SortedWindow sorted;
  private int returns;
  private int count;
  private long last;
  private boolean begun;
  private long sum;

  /**
   * Creates a rank.
   *
   * @param bars number of returns in a volatility
   * @param history number of volatilities compared, the newest included
   */
  VolatilityRank(int bars, int history) {
    squares = new long[bars];
    volatilities = new double[history];
    sorted = new SortedWindow(history);
  }

  /** Adds the next price, see {@link FixedPoint#log}. */
  void add(long logPrice) {
    if (begun) {
      long square = FixedPoint.square(logPrice - last);
      int place = returns % squares.length;
      sum += square - squares[place];
      squares[place] = square;
      returns++;
      if (returns >= squares.length) {
        addVolatility(volatility());
      }
    }
    begun = true;
    last = logPrice;
  }

  private void addVolatility(double volatility) {
    int place = count % volatilities.length;
    if (count >= volatilities.length) {
      sorted.replace(volatilities[place], volatility);
    } else {
      sorted.add(volatility);
    }
    volatilities[place] = volatility;
    count++;
  }

  /** Returns the sum of squares, which ranks like its root and needs no rounding. */
  private double volatility() {
    return (double) sum;
  }

  /** Returns the number of volatilities with which the newest one is compared, itself included. */
  int history() {
    return sorted.size();
  }

  /** Returns whether nine tenths of the history are below the newest volatility. */
  boolean isInHighestTenth() {
    return (long) sorted.countBelow(volatility()) * TENTHS >= (long) sorted.size() * (TENTHS - 1);
  }
}
