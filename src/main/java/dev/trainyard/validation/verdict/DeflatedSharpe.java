package dev.trainyard.validation.verdict;

import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.optimize.FeasibleTrials;
import dev.trainyard.optimize.StandardNormal;
import java.util.OptionalDouble;

/**
 * The probabilistic Sharpe ratio against the ratio that the best of many worthless trials reaches
 * by luck. D. H. Bailey and M. López de Prado, "The deflated Sharpe ratio", Journal of Portfolio
 * Management 40, 2014. All ratios are per bar.
 *
 * @param trials different feasible trials of the search, N
 * @param meanCorrelation mean correlation ρ of their returns, floored at 0; 0 with fewer than two
 * @param effectiveTrials equivalent number of independent trials
 * @param benchmark ratio that luck reaches: the expected maximum of the trials' Sharpe ratios
 * @param probability probability that the true Sharpe ratio is above the benchmark, 0..1; empty
 *     when the winner's returns have no deviation
 */
public record DeflatedSharpe(
    int trials,
    double meanCorrelation,
    double effectiveTrials,
    double benchmark,
    OptionalDouble probability) {

  private static final double EULER_MASCHERONI = 0.5772156649015329;

  /**
   * Computes the form that the verdict uses. The variance of the trials is that of the winner's
   * Sharpe ratio under luck alone, less the part ρ that all trials share: V = (1−ρ)(1 − g₃·SR +
   * (g₄−1)/4·SR²)/(T−1).
   *
   * @param winner returns of the winner on the candles of the search
   */
  public static DeflatedSharpe underLuck(ReturnMoments winner, FeasibleTrials trials) {
    double correlation = bounded(trials.meanCorrelation());
    double variance =
        winner.bars() < 2
            ? 0
            : (1 - correlation) * ProbabilisticSharpe.unitVariance(winner) / (winner.bars() - 1);
    return of(winner, variance, trials.count(), trials.meanCorrelation());
  }

  /**
   * Computes the published form, with the variance of the trials' own Sharpe ratios. It does not
   * affect the verdict: where many trials have an edge, the edge is part of the variance, and
   * nothing can pass.
   *
   * @param winner returns of the winner on the candles of the search
   */
  public static DeflatedSharpe published(ReturnMoments winner, FeasibleTrials trials) {
    return of(winner, trials.sharpeVariance(), trials.count(), trials.meanCorrelation());
  }

  /**
   * Returns the expected maximum of n independent normal values with variance 1: (1−γ)·Φ⁻¹(1−1/n) +
   * γ·Φ⁻¹(1−1/(n·e)).
   *
   * @param n 1 or more, fractions allowed
   * @return 0 or more; 0 for a single value
   */
  public static double expectedMaximum(double n) {
    if (n <= 1) {
      return 0;
    }
    return Math.max(
        0,
        (1 - EULER_MASCHERONI) * StandardNormal.quantile(1 - 1 / n)
            + EULER_MASCHERONI * StandardNormal.quantile(1 - 1 / (n * Math.E)));
  }

  /**
   * Deflates a Sharpe ratio by a given variance of the trials.
   *
   * @param variance variance of the trials' Sharpe ratios, V
   * @param trials number of trials, N
   * @param meanCorrelation mean correlation of their returns, ρ; N_eff = ρ + (1−ρ)N within [1, N]
   */
  static DeflatedSharpe of(
      ReturnMoments winner, double variance, int trials, double meanCorrelation) {
    double correlation = bounded(meanCorrelation);
    int count = Math.max(1, trials);
    double effective = Math.min(count, Math.max(1, correlation + (1 - correlation) * count));
    double benchmark = StrictMath.sqrt(variance) * expectedMaximum(effective);
    return new DeflatedSharpe(
        trials,
        correlation,
        effective,
        benchmark,
        ProbabilisticSharpe.probability(winner, benchmark));
  }

  private static double bounded(double correlation) {
    return Math.min(1, Math.max(0, correlation));
  }
}
