package dev.trainyard.validation.verdict;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.text.Counted;
import dev.trainyard.validation.robustness.CircularShiftPValue;
import dev.trainyard.validation.robustness.OverfittingProbability;
import dev.trainyard.validation.robustness.Sensitivity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the reasons of a verdict as sentences. */
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
    evidence.breadth().map(Breadth::sentence).ifPresent(all::add);
    evidence
        .robustness()
        .overfitting()
        .filter(OverfittingProbability::isWarning)
        .ifPresent(warning -> all.add(chosenByLuck(warning)));
    if (evidence.robustness().sensitivity().isPeak()) {
      all.add(peak(evidence.robustness().sensitivity()));
    }
    if (all.stream().anyMatch(reason -> reason.contains("Sharpe ratio"))) {
      reasons.otherDefinition().ifPresent(all::add);
    }
    return all;
  }

  private List<String> confirmed() {
    List<String> reasons = new ArrayList<>(List.of(probability(), luck(), costs(), sharpe()));
    if (evidence.robustness().pValue().isPresent()) {
      reasons.add(timing(evidence.robustness().timing()));
    }
    return reasons;
  }

  private List<String> notConfirmed() {
    List<String> reasons = new ArrayList<>();
    if (!evidence.goodInSample()) {
      reasons.add(nothingFound());
    }
    if (!ProbabilisticSharpe.isShown(evidence.psr())) {
      reasons.add(probability());
    }
    if (!ProbabilisticSharpe.isShown(evidence.deflated().probability())) {
      reasons.add(luck());
    }
    if (holdout.totalTrades() > 0 && evidence.holdoutAtHigherCosts().netProfitPct() <= 0) {
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
              "The win rate falls from %.1f %% in sample to %.1f %% on the hold-out; chance explains"
                  + " a fall to %.1f %%.",
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
              "The hold-out has %s on %,d candles; fewer than %d prove nothing.",
              Counted.of(holdout.totalTrades(), "trade"),
              holdout.returns().bars(),
              Evidence.MIN_TRADES));
    }
    if (!evidence.holdoutIsLongEnough()) {
      reasons.add(
          format(
              "To distinguish a Sharpe ratio of %.2f from luck takes %,.0f candles of hold-out; there"
                  + " are %,d, on which its standard error is %.1f.",
              inSample.returns().annualSharpe(),
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

  private String nothingFound() {
    if (inSample.totalTrades() == 0) {
      return "Even the best parameters open no position on the candles they were searched on.";
    }
    return format(
        inSample.netProfitPct() < 0
            ? "Even the best parameters lose on the candles they were searched on (%.2f %%)."
            : "Even the best parameters earn nothing on the candles they were searched on (%.2f %%).",
        inSample.netProfitPct());
  }

  private static String timing(CircularShiftPValue timing) {
    return format(
        "Moved in time to %,d other places, the positions of the hold-out earn as much at %,d of"
            + " them.",
        timing.shifts(), timing.asGood());
  }

  private static String chosenByLuck(OverfittingProbability warning) {
    return format(
        "Of %d configurations, the best on one half of the time is in the lower half on the other in"
            + " %.0f %% of all %,d ways to halve it: choosing among them proves little.",
        warning.configurations(), warning.probability() * 100, warning.splits());
  }

  private static String peak(Sensitivity sensitivity) {
    return format(
        "The winner is a peak: of %s within the constraints, with one parameter moved a"
            + " little, %d %s 80 %% of its score. A small change of a parameter loses most of the"
            + " result.",
        Counted.of(sensitivity.feasible(), "neighbour"),
        sensitivity.kept(),
        sensitivity.kept() == 1 ? "keeps" : "keep");
  }

  private String probability() {
    if (evidence.psr().isEmpty()) {
      return holdout.totalTrades() == 0
          ? "The hold-out has no trade, and so no Sharpe ratio that could be above 0."
          : "The equity of the hold-out does not vary: it has no Sharpe ratio that could be above 0.";
    }
    return format(
        "The Sharpe ratio of the hold-out, %.2f, is above 0 with a probability of %.1f %%; 95 %% is"
            + " required.",
        holdout.returns().annualSharpe(), evidence.psr().getAsDouble() * 100);
  }

  private String luck() {
    DeflatedSharpe deflated = evidence.deflated();
    if (deflated.probability().isEmpty()) {
      return "The search has no Sharpe ratio that could be above what luck reaches.";
    }
    return format(
        "The Sharpe ratio of the search, %.2f, is above what the best of %s, worth %.1f independent"
            + " %s, reaches by luck with a probability of %.1f %%; 95 %% is required.",
        inSample.returns().annualSharpe(),
        Counted.of(deflated.trials(), "trial"),
        deflated.effectiveTrials(),
        deflated.trials() == 1 ? "one" : "ones",
        deflated.probability().getAsDouble() * 100);
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
        inSample.returns().annualSharpe(),
        holdout.returns().annualSharpe(),
        evidence.sharpeFloor() * annual);
  }

  /** Explains why a sentence may contain another Sharpe ratio than the figure of that name. */
  private Optional<String> otherDefinition() {
    boolean fewTrades = holdout.totalTrades() < 2 || inSample.totalTrades() < 2;
    boolean other =
        isOther(holdout.sharpeRatio(), holdout.returns().annualSharpe())
            || isOther(inSample.sharpeRatio(), inSample.returns().annualSharpe());
    return other
        ? Optional.of(
            "The Sharpe ratios of these sentences are those of the equity from candle to candle; the"
                + " figure sharpe_ratio is "
                + (fewTrades ? "0 with fewer than two trades." : "that of the trades."))
        : Optional.empty();
  }

  private static boolean isOther(double figure, double ofEquity) {
    return Math.abs(figure - ofEquity) >= 0.005;
  }

  private static String format(String pattern, Object... figures) {
    return String.format(Locale.ROOT, pattern, figures);
  }
}
