package dev.trainyard.market;

/** Where the volatility of the last returns stands among those of the bars before. */
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
   * A rank.
   *
   * @param bars returns of a volatility
   * @param history volatilities that are compared, the newest included
   */
  VolatilityRank(int bars, int history) {
    squares = new long[bars];
    volatilities = new double[history];
    sorted = new SortedWindow(history);
  }

  /** Takes in the next price, see {@link FixedPoint#log}. */
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

  /** The sum of squares: it ranks as its root, and is never rounded in two ways. */
  private double volatility() {
    return (double) sum;
  }

  /** Number of volatilities that the newest one is compared with, itself included. */
  int history() {
    return sorted.size();
  }

  /** Whether nine tenths of the history are below the newest volatility. */
  boolean isInHighestTenth() {
    return (long) sorted.countBelow(volatility()) * TENTHS >= (long) sorted.size() * (TENTHS - 1);
  }
}
