package dev.trainyard.market;

/**
 * The slope of a regression of logarithmic prices on time, divided by its standard error.
 *
 * <p>The usual standard error does not apply here. It assumes that the deviations of the prices
 * from the line are independent, while those of a random walk are correlated: its t values are
 * beyond ±2 for most of the time. Under a random walk whose steps have the deviation σ the slope
 * over n bars has the variance 6σ²/(5n) (S. N. Durlauf and P. C. B. Phillips, "Trends versus random
 * walks in time series analysis", Econometrica 56, 1988). That is the standard error used here,
 * with σ the root mean square of the bars' own returns. The values of a random walk are then
 * normally distributed with variance 1.
 */
final class RandomWalkTrend {
  private final int bars;
  private final long[] ring;
  private int size;
  private int oldest;

  /** Sums over the window of the prices, and of the prices times their place, 0 for the oldest. */
  private long sum;

  private long sumByPlace;
  private long squares;

  /** Creates an empty window of {@code bars}, 2 or more. */
  RandomWalkTrend(int bars) {
    this.bars = bars;
    this.ring = new long[bars];
  }

  /** Adds the next price, see {@link FixedPoint#log}. */
  void add(long logPrice) {
    if (size > 0) {
      squares += FixedPoint.square(logPrice - ring[(oldest + size - 1) % bars]);
    }
    if (size < bars) {
      ring[size] = logPrice;
      sumByPlace += size * logPrice;
      sum += logPrice;
      size++;
      return;
    }
    long gone = ring[oldest];
    squares -= FixedPoint.square(ring[(oldest + 1) % bars] - gone);
    sumByPlace += (bars - 1) * logPrice - (sum - gone);
    sum += logPrice - gone;
    ring[oldest] = logPrice;
    oldest = (oldest + 1) % bars;
  }

  /** Returns whether the window is full. */
  boolean isFull() {
    return size == bars;
  }

  /** Returns the slope over its standard error; 0 when prices stand still. */
  double value() {
    double deviation = FixedPoint.rootMean(squares, bars - 1);
    if (deviation == 0) {
      return 0;
    }
    double n = bars;
    double slope = 6.0 * (2 * sumByPlace - (bars - 1) * sum) / (n * (n * n - 1));
    return slope / (deviation * StrictMath.sqrt(1.2 / n));
  }
}
