package dev.trainyard.validation.verdict;

import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.optimize.StandardNormal;
import java.util.OptionalDouble;

/**
 * The certainty of a Sharpe ratio, given the length, skewness and kurtosis of its returns. D. H.
 * Bailey and M. López de Prado, "The Sharpe ratio efficient frontier", Journal of Risk 15, 2012.
 * All ratios are per bar, not annualised.
 */
public final class ProbabilisticSharpe {
  /** Confidence at which a Sharpe ratio counts as proven. */
  public static final double CONFIDENCE = 0.95;

  private static final double MIN_VARIANCE = 1e-12;

  private ProbabilisticSharpe() {}

  /**
   * Computes the probability that the true Sharpe ratio is above a benchmark: Φ[(SR − b)·√(T−1) /
   * √(1 − g₃·SR + (g₄−1)/4·SR²)].
   *
   * @param moments moments of the returns per bar
   * @param benchmark Sharpe ratio per bar
   * @return 0..1, or empty when the returns have no deviation, and therefore no Sharpe ratio
   */
  public static OptionalDouble probability(ReturnMoments moments, double benchmark) {
    if (!(moments.std() > 0)) {
      return OptionalDouble.empty();
    }
    double deviation = StrictMath.sqrt(unitVariance(moments) / (moments.bars() - 1));
    return OptionalDouble.of(StandardNormal.cdf((moments.sharpe() - benchmark) / deviation));
  }

  /**
   * Returns the number of bars with which such a Sharpe ratio is above 0 with {@link #CONFIDENCE}:
   * 1 + (1 − g₃·SR + (g₄−1)/4·SR²)·(z/SR)².
   *
   * @return the bars, or empty when the Sharpe ratio is not positive, since no length suffices
   */
  public static OptionalDouble minimumTrackRecord(ReturnMoments moments) {
    double sharpe = moments.sharpe();
    if (!(sharpe > 0)) {
      return OptionalDouble.empty();
    }
    double z = StandardNormal.quantile(CONFIDENCE) / sharpe;
    return OptionalDouble.of(1 + unitVariance(moments) * z * z);
  }

  /** Returns whether a probability exists and reaches {@link #CONFIDENCE}. */
  static boolean isShown(OptionalDouble probability) {
    return probability.isPresent() && probability.getAsDouble() >= CONFIDENCE;
  }

  /** Returns the variance of the estimate of the Sharpe ratio, times T − 1. */
  static double unitVariance(ReturnMoments moments) {
    double sharpe = moments.sharpe();
    return Math.max(
        MIN_VARIANCE,
        1 - moments.skewness() * sharpe + (moments.kurtosis() - 1) / 4 * sharpe * sharpe);
  }
}
