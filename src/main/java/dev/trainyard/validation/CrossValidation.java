package dev.trainyard.validation;

import java.util.List;

/**
 * The probability of back-test overfitting by combinatorially symmetric cross-validation: D. H.
 * Bailey, J. Borwein, M. López de Prado and Q. J. Zhu, "The probability of backtest overfitting",
 * Journal of Computational Finance, 2015. Time is cut into S blocks; for each choice of half of
 * them the configuration that is best there is ranked among all on the other half.
 *
 * @param blocks S, even
 * @param configurations number of configurations that were compared, N
 * @param probability share of the choices whose best is at or below the median of the other half,
 *     0..1
 * @param meanLogit mean of ln(ω/(1−ω)), ω the rank over N + 1
 */
public record CrossValidation(
    int blocks, int configurations, double probability, double meanLogit) {

  /**
   * Returns of one configuration, summed over each block.
   *
   * @param bars number of returns
   * @param sum their sum
   * @param sumOfSquares sum of their squares
   */
  record Column(List<Double> bars, List<Double> sum, List<Double> sumOfSquares) {}

  /**
   * Compares configurations.
   *
   * @param columns 2 or more, each with the same even number of blocks
   */
  static CrossValidation of(List<Column> columns) {
    int blocks = columns.get(0).bars.size();
    double[][] bars = columns.stream().map(c -> array(c.bars)).toArray(double[][]::new);
    double[][] sums = columns.stream().map(c -> array(c.sum)).toArray(double[][]::new);
    double[][] squares = columns.stream().map(c -> array(c.sumOfSquares)).toArray(double[][]::new);
    int n = columns.size();
    double[] in = new double[n];
    double[] out = new double[n];
    int choices = 0;
    int overfit = 0;
    double logits = 0;
    for (int half = 0; half < 1 << blocks; half++) {
      if (Integer.bitCount(half) != blocks / 2) {
        continue;
      }
      int best = 0;
      for (int c = 0; c < n; c++) {
        in[c] = sharpe(bars[c], sums[c], squares[c], half);
        out[c] = sharpe(bars[c], sums[c], squares[c], ~half);
        if (in[c] > in[best]) {
          best = c;
        }
      }
      double omega = rank(out, best) / (n + 1);
      double logit = StrictMath.log(omega / (1 - omega));
      logits += logit;
      overfit += logit <= 0 ? 1 : 0;
      choices++;
    }
    return new CrossValidation(blocks, n, overfit / (double) choices, logits / choices);
  }

  /** Rank of a value, 1 for the lowest; the mean rank among equals. */
  private static double rank(double[] values, int of) {
    int below = 0;
    int equal = 0;
    for (double value : values) {
      below += value < values[of] ? 1 : 0;
      equal += value == values[of] ? 1 : 0;
    }
    return below + (equal + 1) / 2.0;
  }

  /** Sharpe ratio per bar over the blocks whose bit is set; 0 without deviation. */
  private static double sharpe(double[] bars, double[] sums, double[] squares, int chosen) {
    double n = 0;
    double sum = 0;
    double square = 0;
    for (int block = 0; block < bars.length; block++) {
      if ((chosen >> block & 1) != 0) {
        n += bars[block];
        sum += sums[block];
        square += squares[block];
      }
    }
    if (n < 2) {
      return 0;
    }
    double mean = sum / n;
    double variance = (square - sum * mean) / (n - 1);
    return variance > 0 ? mean / Math.sqrt(variance) : 0;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Whether most choices of the best did not hold: a warning, not a verdict. */
  boolean isWarning() {
    return probability > 0.5;
  }
}
