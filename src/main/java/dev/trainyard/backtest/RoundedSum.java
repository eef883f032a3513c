package dev.trainyard.backtest;

/**
 * Rounds sums of floating-point numbers whose terms may cancel. A sum that is exactly 0 then comes
 * out as a residue such as 3.6e-15, which is above 0 like any profit. A sum that is compared with 0
 * or used as a divisor goes through this class first: it becomes 0 when it is no larger than the
 * rounding of its terms.
 */
public final class RoundedSum {

  /**
   * Residue of rounding as a share of the terms. The rounding of a term is 1.1e-16 of it; the
   * factor leaves room for some thousand terms. For an account of 10,000 the residue is a
   * hundred-millionth.
   */
  private static final double RESIDUE = 1e-12;

  private RoundedSum() {}

  /**
   * Returns a sum without its residue.
   *
   * @param sum the computed sum
   * @param magnitude sum of the absolute terms, or the largest of them
   * @return the sum, or 0 when it is no larger than the rounding of terms of that magnitude
   */
  public static double of(double sum, double magnitude) {
    return Math.abs(sum) <= RESIDUE * magnitude ? 0 : sum;
  }

  /** Returns the difference a − b without its residue; 0 when both are equal within rounding. */
  public static double difference(double a, double b) {
    return of(a - b, Math.max(Math.abs(a), Math.abs(b)));
  }

  /**
   * Returns a variance without its residue: equal values leave the square of the rounding of their
   * mean.
   *
   * @param variance mean squared deviation
   * @param mean mean of the values
   * @return the variance, or 0 when the values are equal within rounding
   */
  public static double variance(double variance, double mean) {
    return variance <= RESIDUE * RESIDUE * mean * mean ? 0 : variance;
  }
}
