package dev.trainyard.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.validation.risk.Benchmarks;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import dev.trainyard.validation.verdict.LifecycleStage;
import dev.trainyard.validation.verdict.Verdict;
import dev.trainyard.validation.verdict.VerdictReport;
import dev.trainyard.validation.walkforward.ValidationListener;
import dev.trainyard.validation.walkforward.WalkForwardResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTest {
  private static final int CANDLES = 6_000;
  private static final BacktestSettings SETTINGS = BacktestSettings.defaults(SyntheticCandles.HOUR);

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
  void anEdgeThatIsThereIsFound() throws Exception {
    Search search = search(SyntheticCandles.trending(CANDLES, 1, 0.5), SETTINGS, 2);

    ValidationReport report = search.validate();

    VerdictReport judgement = report.validated().orElseThrow().judgement();
    assertThat(judgement.verdict()).as("%s", judgement.reasons()).isEqualTo(Verdict.EDGE);
    assertThat(judgement.reasons()).hasSize(5);
    assertThat(judgement.robustness().pValue().orElseThrow()).isLessThan(0.05);
    assertThat(judgement.robustness().overfitting().orElseThrow().probability()).isLessThan(0.1);
    assertThat(judgement.robustness().stress().costsTwice().netProfitPct())
        .isLessThan(judgement.robustness().stress().costsHalfMore().netProfitPct());
    assertThat(judgement.overfittingDetected()).isFalse();
    assertThat(report.lifecycle().stage()).isEqualTo(LifecycleStage.MATURE);
    assertThat(report.lifecycle().confidence().orElseThrow()).isBetween(0.5, 1.0);
    assertThat(report.validated().orElseThrow().walkForward().netProfitPct()).isPositive();
    Benchmarks benchmarks = report.validated().orElseThrow().particulars().benchmarks();
    assertThat(benchmarks.shareBeaten()).as("an edge beats luck").isGreaterThan(0.95);
    assertThat(benchmarks.buyAndHold().totalTrades()).isOne();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noiseHasNoEdge(long seed) throws Exception {
    Search search =
        search(SyntheticCandles.noise(CANDLES, seed), SETTINGS.withCosts(Costs.NONE), 2);

    VerdictReport judgement = search.validate().validated().orElseThrow().judgement();

    assertThat(judgement.verdict()).isNotEqualTo(Verdict.EDGE);
    assertThat(judgement.reasons()).isNotEmpty();
  }

  @Test
  void theReportIsTheSameOnAnyNumberOfThreads() throws Exception {
    Candles candles = SyntheticCandles.trending(CANDLES, 2, 0.3);

    ValidationReport onOne = search(candles, SETTINGS, 1).validate();
    ValidationReport onFour = search(candles, SETTINGS, 4).validate();

    assertThat(onFour).isEqualTo(onOne);
  }

  @Test
  void windowsGoOnFromTheirStoredTrials() throws Exception {
    Search search = search(SyntheticCandles.trending(CANDLES, 3, 0.3), SETTINGS, 2);
    Recorder undisturbed = new Recorder(Integer.MAX_VALUE);
    ValidationReport expected = search.validate(Map.of(), undisturbed);

    Recorder first = new Recorder(49);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> search.validate(Map.of(), first));
    Recorder second = new Recorder(Integer.MAX_VALUE);
    ValidationReport resumed = search.validate(first.stored, second);

    assertThat(resumed).isEqualTo(expected);
    assertThat(first.told.get() + second.told.get()).isEqualTo(undisturbed.told.get());
    assertThat(second.progress.get(0)).isEqualTo("20 of 100");
    assertThat(second.progress).endsWith("100 of 100");
  }

  @Test
  void theHoldOutDoesNotInfluenceTheSearch() throws Exception {
    Candles candles = SyntheticCandles.trending(CANDLES, 4, 0.3);
    Split split = split(candles);
    double[] close = candles.close().clone();
    double[] low = candles.low().clone();
    for (int i = split.searchTo(); i < close.length; i++) {
      close[i] *= 0.9;
      low[i] *= 0.9;
    }
    Candles changed =
        new Candles(candles.time(), candles.open(), candles.high(), low, close, candles.volume());

    ValidationReport report = search(candles, SETTINGS, 2).validate();
    ValidationReport other = search(changed, SETTINGS, 2).validate();

    assertThat(other.inSample()).isEqualTo(report.inSample());
    assertThat(other.validated().orElseThrow().walkForward())
        .isEqualTo(report.validated().orElseThrow().walkForward());
    assertThat(other.validated().orElseThrow().outOfSample())
        .isNotEqualTo(report.validated().orElseThrow().outOfSample());
  }

  @Test
  void theReportBecomesJsonInSnakeCase() throws Exception {
    ValidationReport report =
        search(SyntheticCandles.trending(CANDLES, 5, 0.3), SETTINGS, 2).validate();

    var json = new ObjectMapper().valueToTree(report.toMap());

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "in_sample", "out_of_sample", "full", "walk_forward", "validation", "lifecycle");
    assertThat(json.at("/out_of_sample/sharpe_ratio").isNumber()).isTrue();
    assertThat(json.at("/validation/verdict").isTextual()).isTrue();
    assertThat(json.at("/validation/windows").size()).isEqualTo(5);
    assertThat(json.at("/validation/windows/0/parameters/lookback").isInt()).isTrue();
    assertThat(json.at("/validation/risk/basis").asText()).isEqualTo("days");
    assertThat(json.at("/validation/risk/cvar_95_pct").asDouble())
        .isLessThanOrEqualTo(json.at("/validation/risk/var_95_pct").asDouble());
    assertThat(json.at("/validation/risk/rolling_sharpe_30d/min").isNumber()).isTrue();
    assertThat(json.at("/validation/risk/r_multiples/count").asInt())
        .isEqualTo(json.at("/out_of_sample/total_trades").asInt());
    for (String figure : List.of("sharpe_ratio", "net_profit_pct", "max_drawdown_pct")) {
      JsonNode interval = json.at("/validation/intervals/" + figure);
      assertThat(interval).as(figure).hasSize(2);
      assertThat(interval.get(0).asDouble()).as(figure).isLessThan(interval.get(1).asDouble());
      assertThat(json.at("/out_of_sample/" + figure).asDouble())
          .as(figure)
          .isBetween(interval.get(0).asDouble(), interval.get(1).asDouble());
    }
    assertThat(json.at("/validation/sensitivity/plateau").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.at("/validation/sensitivity/parameters").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(new MomentumStrategy().space().names());
    assertThat(json.at("/validation/sensitivity/parameters/threshold")).hasSize(2);
    double shares = 0;
    for (String name : new MomentumStrategy().space().names()) {
      shares += json.at("/validation/importance/" + name).asDouble(Double.NaN);
    }
    assertThat(shares).isCloseTo(1, within(1e-12));
    assertThat(json.at("/validation/regimes").fieldNames())
        .toIterable()
        .containsExactly("bull", "bear", "sideways", "volatile");
    assertThat(json.at("/validation/regimes/sideways/bar_share").asDouble()).isPositive();
    assertThat(json.at("/walk_forward/equity").size()).isEqualTo(WalkForwardResult.CURVE_POINTS);
    assertThat(json.toString()).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void withoutValidationAWinnerIsADiscoveryAtMost() throws Exception {
    Search search = search(SyntheticCandles.trending(CANDLES, 1, 0.5), SETTINGS, 2);

    ValidationReport report = Validator.withoutValidation(search.evaluator, search.study);

    assertThat(report.validated()).isEmpty();
    assertThat(report.lifecycle().stage()).isEqualTo(LifecycleStage.DISCOVERY);
    assertThat(report.toMap()).containsEntry("out_of_sample", null);
  }

  private static Split split(Candles candles) {
    MomentumStrategy strategy = new MomentumStrategy();
    int embargo = Split.longestHolding(strategy, strategy.space());
    return Split.of(candles.size(), embargo, ValidationSettings.DEFAULT);
  }

  private static Search search(Candles candles, BacktestSettings settings, int threads)
      throws InterruptedException {
    MomentumStrategy strategy = new MomentumStrategy();
    Split split = split(candles);
    BacktestEvaluator evaluator =
        new BacktestEvaluator(
            strategy,
            new Indicators(candles),
            0,
            split.searchTo(),
            settings,
            Objective.SHARPE_RATIO,
            Constraints.minTrades(strategy.defaultMinTrades()));
    Study study =
        new Study(new StudyDefinition("search", strategy.space(), "bayesian", 42, 8, 100));
    StudyRunner runner = new StudyRunner(executor, threads);
    runner.run(study, evaluator);
    return new Search(evaluator, split, study, new Validator(runner));
  }

  private record Search(
      BacktestEvaluator evaluator, Split split, Study study, Validator validator) {

    ValidationReport validate() throws InterruptedException {
      return validator.validate(evaluator, split, study);
    }

    ValidationReport validate(Map<String, List<Trial>> stored, Recorder recorder)
        throws InterruptedException {
      return validator.validate(
          evaluator,
          split,
          study,
          window ->
              stored.getOrDefault(window.definition().name(), List.of()).forEach(window::restore),
          recorder,
          () -> recorder.told.get() >= recorder.stopAfter);
    }
  }

  /** Stores the trials that it receives, and asks to stop after some trials. */
  private static final class Recorder implements ValidationListener {
    private final Map<String, List<Trial>> stored = new HashMap<>();
    private final List<String> progress = new ArrayList<>();
    private final int stopAfter;
    private final AtomicInteger told = new AtomicInteger();

    Recorder(int stopAfter) {
      this.stopAfter = stopAfter;
    }

    @Override
    public void onTrial(String study, Trial trial) {
      stored.computeIfAbsent(study, name -> new ArrayList<>()).add(trial);
      told.incrementAndGet();
    }

    @Override
    public void progressed(int done, int total) {
      progress.add(done + " of " + total);
    }
  }
}
