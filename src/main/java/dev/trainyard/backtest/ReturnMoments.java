package dev.trainyard.backtest;

/**
 * Moments of the returns per bar: what the probabilistic Sharpe ratio (Bailey and López de Prado,
 * 2012) needs.
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

  /** Sharpe ratio per bar, not annualised; 0 without deviation. */
  public double sharpe() {
    return std > 0 ? mean / std : 0;
  }

  /** {@link #sharpe} times the root of the bars of a year. */
  public double annualSharpe() {
    return sharpe() * Math.sqrt(barsPerYear);
  }

  /**
   * Moments of a series of returns.
   *
   * @param returns return of each bar
   * @param firstTime open time of the first bar, epoch milliseconds
   * @param lastTime open time of the last bar
   */
  public static ReturnMoments of(double[] returns, long firstTime, long lastTime) {
    int n = returns.length;
    double barsPerYear = n < 2 ? 0 : (n - 1) * MILLIS_PER_YEAR / (lastTime - firstTime);
    double sum = 0;
    for (double r : returns) {
      sum += r;
    }
    double mean = n == 0 ? 0 : sum / n;
    double sum2 = 0;
    double sum3 = 0;
    double sum4 = 0;
    for (double r : returns) {
      double d = r - mean;
      double d2 = d * d;
      sum2 += d2;
      sum3 += d2 * d;
      sum4 += d2 * d2;
    }
    double variance = n == 0 ? 0 : sum2 / n;
    // below this the squares underflow and the quotients lose all meaning
    if (n < 2 || variance < 1e-60) {
      return new ReturnMoments(n, barsPerYear, mean, 0, 0, 3);
    }
    return new ReturnMoments(
        n,
        barsPerYear,
        mean,
        Math.sqrt(sum2 / (n - 1)),
        sum3 / n / (variance * Math.sqrt(variance)),
        sum4 / n / (variance * variance));
  }
}
