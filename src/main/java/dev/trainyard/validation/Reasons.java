package dev.trainyard.validation;

import dev.trainyard.backtest.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in words what a verdict rests on. */
final class Reasons {
  private final Evidence evidence;
  private final Metrics inSample;
  private final Metrics holdout;

  private Reasons(Evidence evidence) {
    this.evidence = evidence;
    this.inSample = evidence.inSample();
    this.holdout = evidence.holdout();
  }

  static List<String> of(Verdict verdict, Evidence evidence) {
    Reasons reasons = new Reasons(evidence);
    List<String> all =
        new ArrayList<>(
            switch (verdict) {
              case EDGE -> reasons.confirmed();
              case NO_EDGE -> reasons.notConfirmed();
              case OVERFIT -> reasons.overfit();
              case INSUFFICIENT_DATA -> reasons.insufficient();
            });
    evidence
        .robustness()
        .overfitting()
        .filter(CrossValidation::isWarning)
        .ifPresent(warning -> all.add(chosenByLuck(warning)));
    if (evidence.robustness().sensitivity().isPeak()) {
      all.add(peak(evidence.robustness().sensitivity()));
    }
    return all;
  }

  private List<String> confirmed() {
    List<String> reasons = new ArrayList<>(List.of(probability(), luck(), costs(), sharpe()));
    evidence.robustness().pValue().ifPresent(p -> reasons.add(timing(p)));
    return reasons;
  }

  private List<String> notConfirmed() {
    List<String> reasons = new ArrayList<>();
    if (!evidence.goodInSample()) {
      reasons.add(
          format(
              "Even the best parameters lose on the candles they were searched on (%.2f %%).",
              inSample.netProfitPct()));
    }
    if (evidence.psr() < ProbabilisticSharpe.CONFIDENCE) {
      reasons.add(probability());
    }
    if (evidence.deflated().probability() < ProbabilisticSharpe.CONFIDENCE) {
      reasons.add(luck());
    }
    if (evidence.holdoutAtHigherCosts().netProfitPct() <= 0) {
      reasons.add(costs());
    }
    return reasons;
  }

  private List<String> overfit() {
    List<String> reasons = new ArrayList<>();
    if (!evidence.keepsSharpe()) {
      reasons.add(sharpe());
    }
    if (!evidence.keepsWinRate()) {
      reasons.add(
          format(
              "The win rate falls from %.0f %% in sample to %.0f %% on the hold-out; chance explains"
                  + " a fall to %.0f %%.",
              inSample.trades().grossWinRate() * 100,
              holdout.trades().grossWinRate() * 100,
              evidence.winRateFloor() * 100));
    }
    return reasons;
  }

  private List<String> insufficient() {
    List<String> reasons = new ArrayList<>();
    if (!evidence.holdoutHasTrades()) {
      reasons.add(
          format(
              "The hold-out has %d trades on %,d candles; fewer than %d say nothing.",
              holdout.totalTrades(), holdout.returns().bars(), Evidence.FEWEST_TRADES));
    }
    if (!evidence.holdoutIsLongEnough()) {
      reasons.add(
          format(
              "A Sharpe ratio of %.2f takes %,.0f candles of hold-out to be told from luck; there"
                  + " are %,d, on which its standard error is %.1f.",
              inSample.sharpeRatio(),
              Math.ceil(evidence.holdoutBarsNeeded().orElse(0)),
              holdout.returns().bars(),
              evidence.annualStandardError()));
    }
    evidence
        .candlesNeeded()
        .ifPresent(
            needed -> reasons.add(format("About %,.0f candles in all would be needed.", needed)));
    if (evidence.overfit()) {
      reasons.addAll(overfit());
    }
    return reasons;
  }

  private static String timing(double pValue) {
    return format(
        "The positions of the hold-out, moved in time at random, earn as much in %.1f %% of the"
            + " cases.",
        pValue * 100);
  }

  private static String chosenByLuck(CrossValidation warning) {
    return format(
        "Of %d configurations, the best on one half of the time is in the lower half on the other in"
            + " %.0f %% of the cases: choosing among them tells little.",
        warning.configurations(), warning.probability() * 100);
  }

  private static String peak(Sensitivity sensitivity) {
    return format(
        "The winner is a peak: of %d neighbours with one parameter moved a little, %d keep 80 %% of"
            + " its score. A small change of a parameter loses most of the result.",
        sensitivity.feasible(), sensitivity.kept());
  }

  private String probability() {
    return format(
        "The Sharpe ratio of the hold-out, %.2f, is above 0 with a probability of %.1f %%; 95 %% is"
            + " asked.",
        holdout.sharpeRatio(), evidence.psr() * 100);
  }

  private String luck() {
    DeflatedSharpe deflated = evidence.deflated();
    return format(
        "The Sharpe ratio of the search, %.2f, is above what the best of %d trials, worth %.1f"
            + " independent ones, reaches by luck with a probability of %.1f %%; 95 %% is asked.",
        inSample.sharpeRatio(),
        deflated.trials(),
        deflated.effectiveTrials(),
        deflated.probability() * 100);
  }

  private String costs() {
    return format(
        "At 1.5 times the costs the hold-out makes %.2f %% instead of %.2f %%.",
        evidence.holdoutAtHigherCosts().netProfitPct(), holdout.netProfitPct());
  }

  private String sharpe() {
    double annual = StrictMath.sqrt(holdout.returns().barsPerYear());
    return format(
        "The Sharpe ratio is %.2f in sample and %.2f on the hold-out; chance explains a fall to"
            + " %.2f.",
        inSample.sharpeRatio(), holdout.sharpeRatio(), evidence.sharpeFloor() * annual);
  }

  private static String format(String pattern, Object... figures) {
    return String.format(Locale.ROOT, pattern, figures);
  }
}
