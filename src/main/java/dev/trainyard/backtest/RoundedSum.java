package dev.trainyard.backtest;

/**
 * Sums of floating-point numbers whose terms may cancel. What exact arithmetic makes 0 then comes
 * out as a residue such as 3.6e-15, which is above 0 like any profit. A sum that is compared with
 * 0, or divided by, goes through this class first: one that is no more than the rounding of its
 * terms is 0.
 */
public final class RoundedSum {

  /**
   * Residue of rounding as a share of the terms. A term carries 1.1e-16 of itself; the rest leaves
   * room for some thousand of them. Of an account of 10,000 it is a hundred-millionth.
   */
  private static final double RESIDUE = 1e-12;

  private RoundedSum() {}

  /**
   * A sum without its residue.
   *
   * @param sum as it was computed
   * @param magnitude sum of the absolute terms, or the largest of them
   * @return the sum, 0 when it is no more than the rounding of terms of that magnitude
   */
  public static double of(double sum, double magnitude) {
    return Math.abs(sum) <= RESIDUE * magnitude ? 0 : sum;
  }

  /** The difference a − b without its residue; 0 when both are the same but for rounding. */
  public static double difference(double a, double b) {
    return of(a - b, Math.max(Math.abs(a), Math.abs(b)));
  }

  /**
   * A variance without its residue: equal values leave the square of the rounding of their mean.
   *
   * @param variance mean squared deviation
   * @param mean mean of the values
   * @return 0 when the values do not differ but for rounding
   */
  public static double variance(double variance, double mean) {
    return variance <= RESIDUE * RESIDUE * mean * mean ? 0 : variance;
  }
}
