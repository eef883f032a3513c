package dev.trainyard.market;

/**
 * Logarithms of prices and squares of their changes as whole numbers. Sliding sums of these are
 * exact: they keep no residue, and do not depend on where the series began.
 */
final class FixedPoint {
  /** Units per logarithm: 2.3e-10 each. */
  private static final double LOG_UNITS = 1L << 32;

  /** Units in which a change is squared: 1.5e-8 each. */
  private static final double SQUARED_UNITS = 1L << 26;

  private static final int LOG_PER_SQUARED = 1 << 6;

  /** Larger changes count as this one, e², so that hundreds of squares fit into a long. */
  private static final long LARGEST = 2L << 26;

  private FixedPoint() {}

  /** Returns the natural logarithm of a price. */
  static long log(double price) {
    return Math.round(StrictMath.log(Math.max(price, Double.MIN_NORMAL)) * LOG_UNITS);
  }

  /** Returns the square of a difference of logarithms, in its own units. */
  static long square(long difference) {
    long change = Math.max(-LARGEST, Math.min(LARGEST, difference / LOG_PER_SQUARED));
    return change * change;
  }

  /** Returns the root of the mean of squares, in units of a logarithm. */
  static double rootMean(long squares, int count) {
    return StrictMath.sqrt((double) squares / count) * (LOG_UNITS / SQUARED_UNITS);
  }
}
