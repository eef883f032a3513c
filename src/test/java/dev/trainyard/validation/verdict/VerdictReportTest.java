package dev.trainyard.validation.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.backtest.ExecutionStatistics;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.TradeStatistics;
import dev.trainyard.validation.robustness.CircularShiftPValue;
import dev.trainyard.validation.robustness.OverfittingProbability;
import dev.trainyard.validation.robustness.Robustness;
import dev.trainyard.validation.robustness.Sensitivity;
import dev.trainyard.validation.robustness.Stress;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictReportTest {
  private static final double BARS_PER_YEAR = 8_760;
  private static final CircularShiftPValue UNTIMED =
      new CircularShiftPValue(0, 0, OptionalDouble.empty());
  private static final Split SPLIT = Split.of(10_000, 50, ValidationSettings.DEFAULT);
  private static final Metrics GOOD_SEARCH = metrics(0.05, 7_000, 300, 0.6);

  @Test
  void anEdgeNeedsTheHoldOutTheDeflatedSharpeRatioAndHigherCostsOnItsSide() {
    Metrics holdout = metrics(0.05, 2_950, 120, 0.6);

    assertThat(judge(GOOD_SEARCH, holdout, 5, 0.99).verdict()).isEqualTo(Verdict.EDGE);
    assertThat(judge(GOOD_SEARCH, holdout, -1, 0.99).verdict()).isEqualTo(Verdict.NO_EDGE);
    assertThat(judge(GOOD_SEARCH, holdout, 5, 0.94).verdict()).isEqualTo(Verdict.NO_EDGE);
    Metrics weaker = metrics(0.025, 2_950, 120, 0.6);
    assertThat(judge(GOOD_SEARCH, weaker, 5, 0.99).verdict()).isEqualTo(Verdict.NO_EDGE);
  }

  @Test
  void whatSpeaksAgainstAnEdgeIsSaidWithItsFigures() {
    VerdictReport judgement = judge(GOOD_SEARCH, metrics(0.05, 2_950, 120, 0.6), -1.5, 0.8);

    assertThat(judgement.reasons())
        .containsExactly(
            "The Sharpe ratio of the search, 4.68, is above what the best of 200 trials, worth 80.0"
                + " independent ones, reaches by luck with a probability of 80.0 %; 95 % is required.",
            "At 1.5 times the costs the hold-out makes -1.50 % instead of 5.00 %.");
  }

  @Test
  void aHoldOutFarBelowTheSearchIsOverfit() {
    VerdictReport judgement = judge(GOOD_SEARCH, metrics(-0.05, 2_950, 120, 0.55), 5, 0.99);

    assertThat(judgement.verdict()).isEqualTo(Verdict.OVERFIT);
    assertThat(judgement.overfittingDetected()).isTrue();
    assertThat(judgement.reasons())
        .containsExactly(
            "The Sharpe ratio is 4.68 in sample and -4.68 on the hold-out; chance explains a fall to"
                + " 1.38.");
  }

  /** The figure sharpe_ratio is 0 with one trade; the probability is that of the equity's ratio. */
  @Test
  void aProbabilityStandsBesideTheSharpeRatioThatItIsOf() {
    Metrics one = withSharpeRatio(metrics(0.005, 2_950, 1, 1), 0);
    Metrics losing = metrics(-0.01, 7_000, 300, 0.5);

    assertThat(judge(losing, one, 5, 0.1).reasons())
        .contains(
            "The Sharpe ratio of the hold-out, 0.47, is above 0 with a probability of 60.7 %; 95 %"
                + " is required.")
        .last()
        .isEqualTo(
            "The Sharpe ratios of these sentences are those of the equity from candle to candle; the"
                + " figure sharpe_ratio is 0 with fewer than two trades.");
  }

  /** close-fill computes sharpe_ratio from the trades, the statistics use that of the equity. */
  @Test
  void aSharpeRatioOfTradesIsNotMixedUpWithOneOfTheEquity() {
    Metrics search = withSharpeRatio(GOOD_SEARCH, 1.23);
    Metrics holdout = withSharpeRatio(metrics(-0.05, 2_950, 120, 0.55), -0.77);

    assertThat(judge(search, holdout, 5, 0.99).reasons())
        .containsExactly(
            "The Sharpe ratio is 4.68 in sample and -4.68 on the hold-out; chance explains a fall to"
                + " 1.38.",
            "The Sharpe ratios of these sentences are those of the equity from candle to candle; the"
                + " figure sharpe_ratio is that of the trades.");
  }

  @Test
  void theStandardErrorIsThatOfTheSharpeRatioOfTheSentence() {
    Metrics search = metrics(0.02, 7_000, 300, 0.6);
    ReturnMoments wild = new ReturnMoments(2_950, BARS_PER_YEAR, 0.3, 1, -20, 900);
    Metrics holdout = metrics(0.02, 2_950, 120, 0.6);
    Metrics fatTails = new Metrics(5, 5, 0, 0, -1, -1, holdout.trades(), holdout.execution(), wild);

    assertThat(judge(search, fatTails, 5, 0.99).reasons().get(0))
        .isEqualTo(judge(search, holdout, 5, 0.99).reasons().get(0));
  }

  @Test
  void withoutTradesNothingIsSaidOfASharpeRatioThatIsNotThere() {
    Metrics nothing =
        new Metrics(
            0,
            0,
            0,
            0,
            0,
            0,
            new TradeStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            new ExecutionStatistics(0, 0, 0, 0, 0, 0, false),
            new ReturnMoments(2_950, BARS_PER_YEAR, 0, 0, 0, 3));

    assertThat(judge(nothing, nothing, 0, 0.99).reasons())
        .startsWith(
            "Even the best parameters open no position on the candles they were searched on.",
            "The hold-out has no trade, and so no Sharpe ratio that could be above 0.")
        .noneMatch(reason -> reason.contains("costs"));
    assertThat(judge(GOOD_SEARCH, metrics(0.05, 2_950, 1, 1), 5, 0.99).reasons().get(0))
        .startsWith("The hold-out has 1 trade on 2,950 candles");
  }

  @Test
  void aFallOfTheWinRateBeyondChanceIsOverfit() {
    VerdictReport fallen = judge(GOOD_SEARCH, metrics(0.05, 2_950, 120, 0.4), 5, 0.99);
    assertThat(fallen.verdict()).isEqualTo(Verdict.OVERFIT);
    assertThat(fallen.reasons())
        .containsExactly(
            "The win rate falls from 60.0 % in sample to 40.0 % on the hold-out; chance explains a fall"
                + " to 43.4 %.");

    VerdictReport withinChance = judge(GOOD_SEARCH, metrics(0.05, 2_950, 120, 0.45), 5, 0.99);
    assertThat(withinChance.verdict()).isEqualTo(Verdict.EDGE);
    VerdictReport fewTrades = judge(GOOD_SEARCH, metrics(0.05, 2_950, 29, 0.3), 5, 0.99);
    assertThat(fewTrades.verdict()).isEqualTo(Verdict.EDGE);
  }

  @Test
  void fewTradesAreInsufficientWhateverTheyMade() {
    VerdictReport judgement = judge(GOOD_SEARCH, metrics(0.05, 2_950, 9, 0.9), 5, 0.99);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INSUFFICIENT_DATA);
    assertThat(judgement.reasons())
        .containsExactly(
            "The hold-out has 9 trades on 2,950 candles; fewer than 10 prove nothing.",
            "About 11,091 candles in all would be needed.");
  }

  @Test
  void aHoldOutBelowTheMinimumTrackRecordIsInsufficientAndSaysHowManyCandlesItTakes() {
    Metrics search = metrics(0.02, 7_000, 300, 0.6);

    VerdictReport judgement = judge(search, metrics(0.02, 2_950, 120, 0.6), 5, 0.99);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INSUFFICIENT_DATA);
    assertThat(judgement.holdoutCandlesNeeded().orElseThrow()).isCloseTo(6_766.2, within(0.1));
    assertThat(judgement.candlesNeeded()).hasValue(22_721);
    assertThat(judgement.reasons())
        .containsExactly(
            "To distinguish a Sharpe ratio of 1.87 from luck takes 6,767 candles of hold-out; there are"
                + " 2,950, on which its standard error is 1.7.",
            "About 22,721 candles in all would be needed.");
  }

  @Test
  void aLossInTheSearchItselfNeedsNoMoreData() {
    VerdictReport judgement =
        judge(metrics(-0.01, 7_000, 300, 0.5), metrics(-0.01, 2_950, 3, 0.5), -3, 0.1);

    assertThat(judgement.verdict()).isEqualTo(Verdict.NO_EDGE);
    assertThat(judgement.overfittingDetected()).isFalse();
    assertThat(judgement.holdoutCandlesNeeded()).isEmpty();
    assertThat(judgement.reasons().get(0)).startsWith("Even the best parameters lose");
  }

  @Test
  void stagesComeInTheirOrder() {
    OptionalDouble unlikelyByLuck = OptionalDouble.of(0.01);
    Metrics strong = metrics(0.05, 2_950, 120, 0.6);

    assertThat(LifecycleStage.of(Verdict.EDGE, metrics(-0.01, 2_950, 120, 0.5), unlikelyByLuck))
        .isEqualTo(LifecycleStage.PAPER);
    assertThat(LifecycleStage.of(Verdict.EDGE, metrics(0.005, 2_950, 120, 0.5), unlikelyByLuck))
        .isEqualTo(LifecycleStage.PAPER);
    assertThat(LifecycleStage.of(Verdict.OVERFIT, strong, unlikelyByLuck))
        .isEqualTo(LifecycleStage.PAPER);
    assertThat(LifecycleStage.of(Verdict.NO_EDGE, strong, unlikelyByLuck))
        .isEqualTo(LifecycleStage.PAPER);
    assertThat(LifecycleStage.of(Verdict.EDGE, metrics(0.05, 2_950, 29, 0.6), unlikelyByLuck))
        .isEqualTo(LifecycleStage.DISCOVERY);
    assertThat(LifecycleStage.of(Verdict.INSUFFICIENT_DATA, strong, unlikelyByLuck))
        .isEqualTo(LifecycleStage.DISCOVERY);
    assertThat(
            LifecycleStage.of(
                Verdict.INSUFFICIENT_DATA, metrics(0, 2_950, 0, 0), OptionalDouble.empty()))
        .isEqualTo(LifecycleStage.DISCOVERY);
    assertThat(LifecycleStage.of(Verdict.EDGE, strong, unlikelyByLuck))
        .isEqualTo(LifecycleStage.MATURE);
    assertThat(LifecycleStage.of(Verdict.EDGE, strong, OptionalDouble.of(0.06)))
        .isEqualTo(LifecycleStage.VALIDATION);
    assertThat(LifecycleStage.of(Verdict.EDGE, strong, OptionalDouble.empty()))
        .isEqualTo(LifecycleStage.VALIDATION);
  }

  @Test
  void confidenceWeighsTradesSharpeWinRateAndStability() {
    double barSharpeOfOneAndAHalf = 1.5 / Math.sqrt(BARS_PER_YEAR);

    assertThat(
            Lifecycle.confidence(
                metrics(barSharpeOfOneAndAHalf, 2_950, 100, 0.5), OptionalDouble.of(0.8)))
        .isCloseTo(0.15 + 0.15 + 0.1 + 0.16, within(1e-12));
    assertThat(Lifecycle.confidence(metrics(1, 2_950, 1_000, 1), OptionalDouble.of(1)))
        .isCloseTo(1, within(1e-12));
    assertThat(Lifecycle.confidence(metrics(-1, 2_950, 0, 0), OptionalDouble.empty())).isZero();
  }

  @Test
  void anEdgeSaysHowOftenLuckTimesAsWell() {
    Metrics holdout = metrics(0.05, 2_950, 120, 0.6);
    CircularShiftPValue timing =
        new CircularShiftPValue(2_000, 25, OptionalDouble.of(26 / 2_001.0));
    Robustness robustness = robustness(holdout, timing, Optional.empty());

    assertThat(judge(GOOD_SEARCH, holdout, robustness, 0.99).reasons())
        .last()
        .isEqualTo(
            "Moved in time to 2,000 other places, the positions of the hold-out earn as much at 25 of"
                + " them.");
  }

  @Test
  void choosingThatDoesNotHoldIsAWarningWhateverTheVerdict() {
    Metrics holdout = metrics(0.05, 2_950, 120, 0.6);
    Robustness warning =
        robustness(
            holdout, UNTIMED, Optional.of(new OverfittingProbability(16, 12_870, 40, 0.62, -0.3)));
    Robustness none =
        robustness(
            holdout, UNTIMED, Optional.of(new OverfittingProbability(16, 12_870, 40, 0.5, 0)));

    VerdictReport judgement = judge(GOOD_SEARCH, holdout, warning, 0.99);
    assertThat(judgement.verdict()).isEqualTo(Verdict.EDGE);
    assertThat(judgement.reasons())
        .last()
        .isEqualTo(
            "Of 40 configurations, the best on one half of the time is in the lower half on the"
                + " other in 62 % of all 12,870 ways to halve it: choosing among them proves little.");
    assertThat(judge(GOOD_SEARCH, holdout, none, 0.99).reasons())
        .noneMatch(reason -> reason.contains("configurations"));
  }

  @Test
  void aPeakIsAWarningWhateverTheVerdict() {
    Metrics holdout = metrics(0.05, 2_950, 120, 0.6);
    Robustness robustness = robustness(holdout, UNTIMED, Optional.empty());

    VerdictReport peak =
        judge(GOOD_SEARCH, holdout, withNeighbours(robustness, plateau(15, 7)), 0.99);
    assertThat(peak.verdict()).isEqualTo(Verdict.EDGE);
    assertThat(peak.reasons())
        .last()
        .isEqualTo(
            "The winner is a peak: of 15 neighbours within the constraints, with one parameter moved a"
                + " little, 7 keep 80 % of its score. A small change of a parameter loses most of the result.");
    assertThat(
            judge(GOOD_SEARCH, holdout, withNeighbours(robustness, plateau(14, 7)), 0.99).reasons())
        .noneMatch(reason -> reason.contains("peak"));
  }

  private static Robustness withNeighbours(Robustness robustness, Sensitivity sensitivity) {
    return new Robustness(
        robustness.timing(), robustness.overfitting(), robustness.stress(), sensitivity);
  }

  private static VerdictReport judge(
      Metrics search, Metrics holdout, double profitAtHigherCosts, double deflated) {
    Metrics stressed = withProfit(holdout, profitAtHigherCosts);
    return judge(search, holdout, robustness(stressed, UNTIMED, Optional.empty()), deflated);
  }

  private static Robustness robustness(
      Metrics stressed, CircularShiftPValue timing, Optional<OverfittingProbability> overfitting) {
    return new Robustness(
        timing, overfitting, new Stress(stressed, stressed, stressed), plateau(20, 20));
  }

  private static Sensitivity plateau(int feasible, int kept) {
    return new Sensitivity(
        20, feasible, kept, OptionalDouble.of((double) kept / feasible), Map.of());
  }

  private static VerdictReport judge(
      Metrics search, Metrics holdout, Robustness robustness, double deflated) {
    return VerdictReport.of(
        new Evidence(
            SPLIT,
            search,
            holdout,
            robustness,
            ProbabilisticSharpe.probability(holdout.returns(), 0),
            new DeflatedSharpe(200, 0.6, 80, 0.02, OptionalDouble.of(deflated)),
            new DeflatedSharpe(200, 0.6, 80, 0.04, OptionalDouble.of(0.5)),
            Optional.empty()));
  }

  private static Metrics metrics(double barSharpe, int bars, int trades, double winRate) {
    return new Metrics(
        barSharpe * 100,
        barSharpe * Math.sqrt(BARS_PER_YEAR),
        0,
        0,
        -1,
        -1,
        new TradeStatistics(trades, 0, 0, winRate, 1, 0, 0, 0, 0, 0, 0),
        new ExecutionStatistics(0, 0, 0, 0, 0, 0, false),
        new ReturnMoments(bars, BARS_PER_YEAR, barSharpe, 1, 0, 3));
  }

  private static Metrics withSharpeRatio(Metrics metrics, double sharpeRatio) {
    return new Metrics(
        metrics.netProfitPct(),
        sharpeRatio,
        0,
        0,
        -1,
        -1,
        metrics.trades(),
        metrics.execution(),
        metrics.returns());
  }

  private static Metrics withProfit(Metrics metrics, double netProfitPct) {
    return new Metrics(
        netProfitPct,
        metrics.sharpeRatio(),
        0,
        0,
        -1,
        -1,
        metrics.trades(),
        metrics.execution(),
        metrics.returns());
  }
}
