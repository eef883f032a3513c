package dev.trainyard.validation.verdict;

import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.optimize.StandardNormal;
import java.util.Optional;

/**
 * The range in which a Sharpe ratio lies with 95 % confidence, annualised: SR ± z · √((1 − g₃·SR +
 * (g₄−1)/4·SR²) / (T−1)), see {@link ProbabilisticSharpe}.
 *
 * @param low lower end
 * @param high upper end
 */
public record SharpeInterval(double low, double high) {
  private static final double CONFIDENCE = 0.95;

  /** Returns the interval of returns; empty when they have no deviation, as before any trade. */
  public static Optional<SharpeInterval> of(ReturnMoments returns) {
    if (!(returns.std() > 0) || returns.bars() < 2) {
      return Optional.empty();
    }
    double half =
        StandardNormal.quantile((1 + CONFIDENCE) / 2)
            * StrictMath.sqrt(
                ProbabilisticSharpe.unitVariance(returns)
                    / (returns.bars() - 1)
                    * returns.barsPerYear());
    double annual = returns.annualSharpe();
    return Optional.of(new SharpeInterval(annual - half, annual + half));
  }
}
