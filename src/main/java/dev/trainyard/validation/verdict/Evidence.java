package dev.trainyard.validation.verdict;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.validation.robustness.Robustness;
import dev.trainyard.validation.split.Split;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures that decide a verdict.
 *
 * @param split division of the candles
 * @param inSample the winner on the candles of the search
 * @param holdout the winner on the hold-out
 * @param robustness robustness of the winner
 * @param psr probability that the hold-out's Sharpe ratio is above 0; empty when it has none
 * @param deflated the in-sample Sharpe ratio against the luck of the search
 * @param published the same in the published form
 * @param breadth on how many of several series it makes money; empty with one series
 */
public record Evidence(
    Split split,
    Metrics inSample,
    Metrics holdout,
    Robustness robustness,
    OptionalDouble psr,
    DeflatedSharpe deflated,
    DeflatedSharpe published,
    Optional<Breadth> breadth) {

  static final int MIN_TRADES = 10;
  static final int TRADES_FOR_WIN_RATE = 30;

  /** Share of the in-sample Sharpe ratio that the hold-out should keep. */
  private static final double SHARPE_KEPT = 0.7;

  private static final double WIN_RATE_KEPT = 0.8;

  /** Returns the metrics of the hold-out at 1.5 times the costs. */
  Metrics holdoutAtHigherCosts() {
    return robustness.stress().costsHalfMore();
  }

  boolean goodInSample() {
    return inSample.returns().sharpe() > 0;
  }

  /**
   * Returns the bars of hold-out that distinguish the in-sample Sharpe ratio from luck; empty when
   * no number does.
   */
  OptionalDouble holdoutBarsNeeded() {
    return ProbabilisticSharpe.minimumTrackRecord(inSample.returns());
  }

  boolean holdoutIsLongEnough() {
    OptionalDouble needed = holdoutBarsNeeded();
    return needed.isPresent() && holdout.returns().bars() >= needed.getAsDouble();
  }

  boolean holdoutHasTrades() {
    return holdout.totalTrades() >= MIN_TRADES;
  }

  /**
   * Estimates the fewest candles in all for a hold-out with enough bars and trades at the same
   * frequency of trades; empty when there is no estimate.
   */
  OptionalDouble candlesNeeded() {
    OptionalDouble bars = holdoutBarsNeeded();
    if (bars.isEmpty() || holdout.totalTrades() == 0) {
      return OptionalDouble.empty();
    }
    double forTrades = (double) holdout.returns().bars() * MIN_TRADES / holdout.totalTrades();
    double holdoutBars = Math.max(bars.getAsDouble(), forTrades);
    return OptionalDouble.of(split.candlesForHoldout(holdoutBars));
  }

  /**
   * Returns the Sharpe ratio per bar below which the hold-out contradicts the search: 70 % of the
   * in-sample ratio less the standard error of the difference, √(1/T_oos + 0.49/T_is).
   */
  double sharpeFloor() {
    double error =
        StrictMath.sqrt(
            1.0 / holdout.returns().bars() + SHARPE_KEPT * SHARPE_KEPT / inSample.returns().bars());
    return SHARPE_KEPT * inSample.returns().sharpe() - error;
  }

  boolean keepsSharpe() {
    return holdout.returns().sharpe() >= sharpeFloor();
  }

  /**
   * Returns the win rate below which the hold-out contradicts the search: 80 % of the in-sample
   * rate less a binomial standard error.
   */
  double winRateFloor() {
    double expected = WIN_RATE_KEPT * inSample.trades().grossWinRate();
    return expected
        - StrictMath.sqrt(expected * (1 - expected) / Math.max(1, holdout.totalTrades()));
  }

  boolean keepsWinRate() {
    return holdout.totalTrades() < TRADES_FOR_WIN_RATE
        || holdout.trades().grossWinRate() >= winRateFloor();
  }

  /** Returns whether enough of several series make money on the hold-out. */
  boolean isBroad() {
    return breadth.map(Breadth::holds).orElse(true);
  }

  boolean overfit() {
    return goodInSample() && !(keepsSharpe() && keepsWinRate());
  }

  /**
   * Returns the standard error of the annualised in-sample Sharpe ratio on the bars of the
   * hold-out.
   */
  double annualStandardError() {
    ReturnMoments moments = inSample.returns();
    return StrictMath.sqrt(
        ProbabilisticSharpe.unitVariance(moments)
            / (holdout.returns().bars() - 1)
            * moments.barsPerYear());
  }
}
