package dev.trainyard.validation.robustness;

import java.util.List;

/**
 * The probability of back-test overfitting by combinatorially symmetric cross-validation: D. H.
 * Bailey, J. Borwein, M. López de Prado and Q. J. Zhu, "The probability of backtest overfitting",
 * Journal of Computational Finance, 2015. Time is cut into S blocks. For each choice of half of
 * them, the configuration that is best there is ranked among all configurations on the other half.
 *
 * @param blocks S, even
 * @param splits number of all choices of half of the blocks
 * @param configurations number of compared configurations, N
 * @param probability share of the choices whose best is at or below the median of the other half,
 *     0..1
 * @param meanLogit mean of ln(ω/(1−ω)), where ω is the rank over N + 1
 */
public record OverfittingProbability(
    int blocks, int splits, int configurations, double probability, double meanLogit) {

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
  static OverfittingProbability of(List<Column> columns) {
    double[] logits = new CombinatorialSplits(columns).logits();
    int overfit = 0;
    double sum = 0;
    for (double logit : logits) {
      sum += logit;
      overfit += logit <= 0 ? 1 : 0;
    }
    return new OverfittingProbability(
        columns.get(0).bars().size(),
        logits.length,
        columns.size(),
        overfit / (double) logits.length,
        sum / logits.length);
  }

  /**
   * Returns whether most choices of the best configuration failed on the other half: a warning, not
   * a verdict.
   */
  public boolean isWarning() {
    return probability > 0.5;
  }
}
