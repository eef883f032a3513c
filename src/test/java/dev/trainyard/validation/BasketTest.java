package dev.trainyard.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Exposure;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeline;
import dev.trainyard.optimize.Across;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.BasketEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.builtin.TestSpaces;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import dev.trainyard.validation.verdict.Verdict;
import dev.trainyard.validation.verdict.VerdictReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One set of parameters for several series, from the score of a trial to the verdict. */
class BasketTest {
  private static final int CANDLES = 6_000;
  private static final BacktestSettings SETTINGS = BacktestSettings.defaults(SyntheticCandles.HOUR);
  private static final MomentumStrategy STRATEGY = new MomentumStrategy();

  private static ExecutorService executor;

  @BeforeAll
  static void start() {
    executor = Executors.newFixedThreadPool(4);
  }

  @AfterAll
  static void stop() {
    executor.shutdownNow();
  }

  @Test
  void theScoreIsThatOfTheSeriesByThemselves() {
    BasketEvaluator median = basket(Across.MEDIAN, three(0.3)).over(0, 4_000);
    BasketEvaluator worst = basket(Across.WORST, three(0.3)).over(0, 4_000);

    for (Parameters point : TestSpaces.randomPoints(STRATEGY.space(), 10, 1)) {
      double[] scores =
          median.series().stream()
              .mapToDouble(one -> one.evaluate(point).score())
              .sorted()
              .toArray();
      assertThat(median.evaluate(point).score()).isCloseTo(scores[1], within(1e-12));
      assertThat(worst.evaluate(point).score()).isEqualTo(scores[0]);
      assertThat(worst.evaluate(point).metrics()).isEqualTo(median.evaluate(point).metrics());
    }
  }

  @Test
  void theMetricsAreThoseOfTheAccountOfAll() {
    BasketEvaluator basket = basket(Across.MEDIAN, three(0.3)).over(500, 4_000);
    Parameters point = TestSpaces.randomPoints(STRATEGY.space(), 1, 2).get(0);

    Evaluation evaluation = basket.evaluate(point);

    assertThat(evaluation.metrics().netProfitPct())
        .isCloseTo(
            basket.series().stream()
                .mapToDouble(one -> one.backtest(point).metrics().netProfitPct())
                .average()
                .orElseThrow(),
            within(1e-9));
    assertThat(IntStream.of(evaluation.returns().bars()).sum()).isEqualTo(3_500);
    assertThat(basket.series())
        .allSatisfy(
            one -> assertThat(one.settings().capital()).isCloseTo(10_000 / 3.0, within(1e-9)));
  }

  @Test
  void aRangeIsTheSameInstantsInEverySeries() {
    Candles whole = SyntheticCandles.noise(1_000, 1);
    Candles late = SyntheticCandles.noise(1_000, 2).slice(300, 1_000);
    BasketEvaluator basket = basket(Across.MEDIAN, List.of(whole, late)).over(400, 700);

    for (BacktestEvaluator one : basket.series()) {
      assertThat(one.time()[one.from()]).isEqualTo(400 * SyntheticCandles.HOUR);
      assertThat(one.time()[one.to() - 1]).isEqualTo(699 * SyntheticCandles.HOUR);
    }
    assertThat(basket.candles()).isEqualTo(1_700);
  }

  @Test
  void exposuresAreHeldOverMissingCandles() {
    Candles whole = SyntheticCandles.noise(200, 1);
    Candles other = SyntheticCandles.noise(200, 2);
    Exposure exposure =
        new Exposure(new double[] {1, 2, 3}, new double[] {0.1, 0.2, 0.3})
            .on(Timeline.of(List.of(whole.slice(0, 5), at(other, 1, 2, 4))), 1, 0, 0, 5);

    assertThat(exposure.positions()).containsExactly(0, 1, 2, 2, 3);
    assertThat(exposure.returns()).containsExactly(0, 0.1, 0.2, 0, 0.3);
  }

  @Test
  void anEdgeInAllSeriesIsFoundAndSaysInHowMany() throws Exception {
    ValidationReport report = validate(Across.WORST, three(0.5), 2);

    VerdictReport judgement = report.validated().orElseThrow().judgement();
    assertThat(judgement.verdict()).as("%s", judgement.reasons()).isEqualTo(Verdict.EDGE);
    assertThat(judgement.reasons())
        .contains("By themselves, 3 of 3 markets make a profit on the hold-out; 3 are required.");
    assertThat(report.validated().orElseThrow().markets())
        .extracting(MarketResult::symbol)
        .containsExactly("A/USD", "B/USD", "C/USD");
    assertThat(report.validated().orElseThrow().particulars().regimes()).isEmpty();
    assertThat(report.toMap().get("validation").toString()).doesNotContain("NaN");
  }

  @Test
  void anEdgeInOneSeriesIsNoneForTheWorst() throws Exception {
    List<Candles> series =
        List.of(
            SyntheticCandles.trending(CANDLES, 1, 0.6),
            SyntheticCandles.trending(CANDLES, 4, 0.6),
            SyntheticCandles.noise(CANDLES, 3));

    ValidationReport report = validate(Across.WORST, series, 2);

    VerdictReport judgement = report.validated().orElseThrow().judgement();
    assertThat(judgement.verdict()).as("%s", judgement.reasons()).isNotEqualTo(Verdict.EDGE);
    assertThat(judgement.reasons())
        .anyMatch(reason -> reason.contains("not C/USD; 3 are required"));
  }

  @Test
  void theReportIsTheSameOnAnyNumberOfThreads() throws Exception {
    assertThat(validate(Across.MEDIAN, three(0.3), 4))
        .isEqualTo(validate(Across.MEDIAN, three(0.3), 1));
  }

  @Test
  void aReportOfSeveralSeriesHasTheirResults() throws Exception {
    Map<?, ?> validation =
        (Map<?, ?>) validate(Across.MEDIAN, three(0.3), 2).toMap().get("validation");

    assertThat(validation.get("regimes")).isNull();
    assertThat((List<?>) validation.get("markets")).hasSize(3);
  }

  private static List<Candles> three(double memory) {
    return List.of(
        SyntheticCandles.trending(CANDLES, 1, memory),
        SyntheticCandles.trending(CANDLES, 2, memory),
        SyntheticCandles.trending(CANDLES, 3, memory));
  }

  private static Candles at(Candles candles, int... bars) {
    List<Candles> some = new ArrayList<>();
    for (int bar : bars) {
      some.add(candles.slice(bar, bar + 1));
    }
    long[] time = some.stream().mapToLong(one -> one.time()[0]).toArray();
    double[] price = some.stream().mapToDouble(one -> one.close()[0]).toArray();
    return new Candles(time, price, price, price, price, price);
  }

  private static BasketEvaluator basket(Across across, List<Candles> series) {
    Timeline timeline = Timeline.of(series);
    return BasketEvaluator.of(
        List.of("A/USD", "B/USD", "C/USD").subList(0, series.size()),
        timeline,
        0,
        timeline.size(),
        across,
        series.stream()
            .map(
                candles ->
                    new BacktestEvaluator(
                        STRATEGY,
                        new Indicators(candles),
                        0,
                        candles.size(),
                        SETTINGS,
                        Objective.SHARPE_RATIO,
                        Constraints.minTrades(STRATEGY.defaultMinTrades())))
            .toList());
  }

  private static ValidationReport validate(Across across, List<Candles> series, int threads)
      throws InterruptedException {
    BasketEvaluator whole = basket(across, series);
    Split split =
        Split.of(
            whole.to(),
            Split.longestHolding(STRATEGY, STRATEGY.space()),
            ValidationSettings.DEFAULT);
    BasketEvaluator evaluator = whole.over(0, split.searchTo());
    Study study =
        new Study(new StudyDefinition("search", STRATEGY.space(), "bayesian", 42, 8, 100));
    StudyRunner runner = new StudyRunner(executor, threads);
    runner.run(study, evaluator);
    return new Validator(runner).validate(evaluator, split, study);
  }
}
