package dev.trainyard.backtest;

import java.util.OptionalDouble;

/**
 * The moments of the returns per bar that the probabilistic Sharpe ratio needs (Bailey and López de
 * Prado, 2012).
 *
 * @param bars number of bars, T
 * @param barsPerYear (bars − 1) · 31,536,000,000 ms / (last − first open time); 0 for one bar
 * @param mean mean return of a bar
 * @param std sample standard deviation (T − 1) of the returns
 * @param skewness third standardised moment, 0 without deviation
 * @param kurtosis fourth standardised moment, 3 for a normal distribution and without deviation
 */
public record ReturnMoments(
    int bars, double barsPerYear, double mean, double std, double skewness, double kurtosis) {

  private static final double MILLIS_PER_YEAR = 31_536_000_000.0;

  /** Below it the squares underflow and the quotients lose all meaning. */
  private static final double MIN_VARIANCE = 1e-60;

  /** Returns the Sharpe ratio per bar, not annualised; 0 without deviation. */
  public double sharpe() {
    return std > 0 ? mean / std : 0;
  }

  /** Returns {@link #sharpe} times the root of the bars of a year. */
  public double annualSharpe() {
    return sharpe() * Math.sqrt(barsPerYear);
  }

  /** Returns {@link #annualSharpe}, or empty without deviation. */
  public OptionalDouble annualSharpeIfAny() {
    return std > 0 ? OptionalDouble.of(annualSharpe()) : OptionalDouble.empty();
  }

  /**
   * Computes the moments of a series of returns.
   *
   * @param returns return of each bar
   * @param firstTime open time of the first bar, epoch milliseconds
   * @param lastTime open time of the last bar
   */
  public static ReturnMoments of(double[] returns, long firstTime, long lastTime) {
    return of(returns, returns.length, firstTime, lastTime);
  }

  /** Computes the moments of {@code bars} returns; returns that are not in the array are 0. */
  static ReturnMoments of(double[] returns, int bars, long firstTime, long lastTime) {
    double barsPerYear = bars < 2 ? 0 : (bars - 1) * MILLIS_PER_YEAR / (lastTime - firstTime);
    double sum = 0;
    double magnitude = 0;
    for (double r : returns) {
      sum += r;
      magnitude += Math.abs(r);
    }
    double mean = bars == 0 ? 0 : RoundedSum.of(sum, magnitude) / bars;
    double sum2 = 0;
    double sum3 = 0;
    double sum4 = 0;
    int zeros = bars;
    for (double r : returns) {
      if (r == 0) {
        continue;
      }
      zeros--;
      double d = r - mean;
      double d2 = d * d;
      sum2 += d2;
      sum3 += d2 * d;
      sum4 += d2 * d2;
    }
    double mean2 = mean * mean;
    sum2 += zeros * mean2;
    sum3 -= zeros * mean2 * mean;
    sum4 += zeros * mean2 * mean2;
    double variance = bars == 0 ? 0 : RoundedSum.variance(sum2 / bars, mean);
    if (bars < 2 || variance < MIN_VARIANCE) {
      return new ReturnMoments(bars, barsPerYear, mean, 0, 0, 3);
    }
    return new ReturnMoments(
        bars,
        barsPerYear,
        mean,
        Math.sqrt(sum2 / (bars - 1)),
        sum3 / bars / (variance * Math.sqrt(variance)),
        sum4 / bars / (variance * variance));
  }
}
