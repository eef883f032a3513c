package dev.trainyard.validation;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.market.Candles;
import dev.trainyard.market.CandlesBuilder;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents of a trained configuration where a figure is undefined. */
class UndefinedFiguresTest {
  private static final int CANDLES = 4_000;
  private static final int HOLDOUT_FROM = 2_806;
  private static final int CYCLE = 20;
  private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(2);

  @AfterAll
  static void stop() {
    EXECUTOR.shutdownNow();
  }

  /** Kinds of trades; {@code ONE_TRADE} refers to the hold-out, the search has many. */
  enum Situation {
    NO_TRADE(
        "psr dsr dsr_trials holdout_candles_needed candles_needed p_value"
            + " stress/costs_1_5/sharpe_ratio stress/costs_2/sharpe_ratio"
            + " stress/entry_one_bar_later/sharpe_ratio sensitivity/plateau risk/kelly_fraction"
            + " risk/rolling_sharpe_30d risk/r_multiples intervals benchmarks/random_entry"
            + " windows/efficiency walk_forward/sharpe_ratio walk_forward/efficiency"
            + " walk_forward/stability"),
    ONE_TRADE(
        "stress/costs_1_5/sharpe_ratio stress/costs_2/sharpe_ratio"
            + " stress/entry_one_bar_later/sharpe_ratio risk/rolling_sharpe_30d/last"
            + " risk/r_multiples/std risk/r_multiples/sqn intervals"),
    ONLY_WINNERS(""),
    ONLY_LOSERS(
        "holdout_candles_needed candles_needed sensitivity/plateau risk/kelly_fraction"
            + " windows/efficiency walk_forward/efficiency"),
    NO_VARIANCE(
        "psr dsr dsr_trials holdout_candles_needed candles_needed p_value"
            + " stress/costs_1_5/sharpe_ratio stress/costs_2/sharpe_ratio"
            + " stress/entry_one_bar_later/sharpe_ratio sensitivity/plateau risk/kelly_fraction"
            + " risk/rolling_sharpe_30d risk/r_multiples/sqn intervals"
            + " benchmarks/buy_and_hold/sharpe_ratio windows/efficiency walk_forward/sharpe_ratio"
            + " walk_forward/efficiency");

    private final String undefined;

    Situation(String undefined) {
      this.undefined = undefined;
    }

    Set<String> undefined() {
      return Arrays.stream(undefined.split(" ", -1))
          .filter(Predicate.not(String::isEmpty))
          .collect(toSet());
    }
  }

  /** Figures that three different trials and one parameter never give. */
  private static final Set<String> NEVER_HERE =
      Set.of("importance", "pbo", "pbo_splits", "pbo_blocks", "pbo_configurations");

  @ParameterizedTest
  @EnumSource
  void whatIsNotDefinedIsNullAndNothingElse(Situation situation) throws Exception {
    JsonNode document = document(situation);
    Set<String> nulls = new TreeSet<>();
    nulls(document, "", nulls);

    nulls.removeAll(NEVER_HERE);
    nulls.removeIf(name -> name.startsWith("sensitivity/parameters/"));
    assertThat(nulls).containsExactlyInAnyOrderElementsOf(situation.undefined());
    assertThat(document.toString()).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void whatIsDefinedHasTheValueOfItsFormula() throws Exception {
    JsonNode winners = document(Situation.ONLY_WINNERS);
    assertThat(winners.at("/validation/risk/kelly_fraction").asDouble()).isEqualTo(1);
    assertThat(winners.at("/out_of_sample/profit_factor").asDouble()).isEqualTo(100);
    assertThat(winners.at("/validation/p_value").asDouble()).isEqualTo(1.0 / 1_194);
    assertThat(winners.at("/validation/p_value_shifts").asInt()).isEqualTo(1_193);
    assertThat(winners.at("/validation/benchmarks/random_entry/share_beaten").asDouble())
        .isEqualTo(1);

    JsonNode one = document(Situation.ONE_TRADE);
    assertThat(one.at("/validation/risk/kelly_fraction").asDouble()).isEqualTo(1);
    assertThat(one.at("/validation/risk/r_multiples/count").asInt()).isEqualTo(1);
    assertThat(one.at("/out_of_sample/sharpe_ratio").asDouble()).isZero();
    assertThat(one.at("/out_of_sample/bar_sharpe").asDouble()).isPositive();

    JsonNode losers = document(Situation.ONLY_LOSERS);
    assertThat(losers.at("/validation/p_value").asDouble()).isEqualTo(1);
    assertThat(losers.at("/out_of_sample/profit_factor").asDouble()).isZero();

    JsonNode still = document(Situation.NO_VARIANCE);
    assertThat(still.at("/out_of_sample/total_trades").asInt()).isPositive();
    assertThat(still.at("/validation/risk/r_multiples/std").asDouble()).isZero();
    assertThat(still.at("/out_of_sample/cost_share").asDouble()).isZero();
  }

  private static void nulls(JsonNode node, String at, Set<String> nulls) {
    if (node.isNull()) {
      nulls.add(at.replaceFirst("^/(validation/)?", ""));
    }
    node.properties().forEach(field -> nulls(field.getValue(), at + "/" + field.getKey(), nulls));
    // what is undefined in one window is so in all of them
    node.elements()
        .forEachRemaining(
            element -> {
              if (node.isArray()) {
                nulls(element, at, nulls);
              }
            });
  }

  private static JsonNode document(Situation situation) throws InterruptedException {
    IntPredicate trades =
        switch (situation) {
          case NO_TRADE -> bar -> false;
          case ONE_TRADE -> bar -> bar % CYCLE == 0 && (bar < HOLDOUT_FROM || bar == 3_000);
          default -> bar -> bar % CYCLE == 0;
        };
    Side side = situation == Situation.ONLY_LOSERS ? Side.SHORT : Side.LONG;
    double height = situation == Situation.NO_VARIANCE ? 0 : 0.01;
    Strategy strategy = new ByTheClock(trades, side);
    Split split =
        Split.of(
            CANDLES, Split.longestHolding(strategy, strategy.space()), ValidationSettings.DEFAULT);
    assertThat(split.holdoutFrom()).isEqualTo(HOLDOUT_FROM);
    BacktestEvaluator evaluator =
        new BacktestEvaluator(
            strategy,
            new Indicators(waves(height)),
            0,
            split.searchTo(),
            BacktestSettings.defaults(Timeframe.H1.millis()).withCosts(Costs.NONE),
            Objective.SHARPE_RATIO,
            Constraints.minTrades(0));
    Study study = new Study(new StudyDefinition("search", strategy.space(), "random", 1, 8, 20));
    StudyRunner runner = new StudyRunner(EXECUTOR, 2);
    runner.run(study, evaluator);
    return new ObjectMapper()
        .valueToTree(new Validator(runner).validate(evaluator, split, study).toMap());
  }

  /**
   * Prices that rise for some bars of each cycle and fall back, each time by a different height.
   */
  private static Candles waves(double height) {
    CandlesBuilder candles = new CandlesBuilder(CANDLES);
    double before = 100;
    for (int bar = 0; bar < CANDLES; bar++) {
      int phase = bar % CYCLE;
      double share = phase <= 8 ? phase / 8.0 : Math.max(0, (16 - phase) / 8.0);
      double close =
          100 * (1 + height * share * (1 + 0.3 * Math.sin((bar - phase) / (double) CYCLE)));
      candles.add(
          bar * Timeframe.H1.millis(),
          before,
          Math.max(before, close),
          Math.min(before, close),
          close,
          10);
      before = close;
    }
    return candles.build();
  }

  /** Trades on one side at given bars. */
  private record ByTheClock(IntPredicate bars, Side side) implements Strategy {
    private static final ParameterSpace SPACE =
        new ParameterSpace(List.of(ParameterSpec.integer("holding", 4, 6)));

    @Override
    public String name() {
      return "BY_THE_CLOCK";
    }

    @Override
    public String description() {
      return "Trades at given bars.";
    }

    @Override
    public Set<Side> directions() {
      return Set.of(side);
    }

    @Override
    public ParameterSpace space() {
      return SPACE;
    }

    @Override
    public int defaultMinTrades() {
      return 0;
    }

    @Override
    public int warmup(Parameters parameters) {
      return 0;
    }

    @Override
    public int maxHolding(Parameters parameters) {
      return parameters.integer(0);
    }

    @Override
    public Signals signals(Indicators indicators, Parameters parameters, int from, int to) {
      Signals signals = new Signals();
      for (int bar = from; bar < to; bar++) {
        if (bars.test(bar)) {
          double close = indicators.candles().close()[bar];
          signals.add(
              bar,
              side,
              close * (side == Side.LONG ? 0.9 : 1.1),
              close * (side == Side.LONG ? 1.2 : 0.8));
        }
      }
      return signals;
    }
  }
}
