package dev.trainyard.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.ExitReason;
import dev.trainyard.backtest.Trade;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Regimes;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import dev.trainyard.validation.ValidationReport.Validated;
import dev.trainyard.validation.risk.RegimeResult;
import dev.trainyard.validation.robustness.Stress;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on one regime, and the result of a back-test in each. */
class RegimeMaskTest {
  private static final MomentumStrategy STRATEGY = new MomentumStrategy();
  private static final Candles CANDLES = SyntheticCandles.trending(8_000, 1, 0.5);
  private static final BacktestSettings SETTINGS = BacktestSettings.defaults(SyntheticCandles.HOUR);
  private static final Parameters PARAMETERS =
      new Parameters(STRATEGY.space(), new double[] {3, 0.02, 10, 0});

  @ParameterizedTest
  @EnumSource(Regime.class)
  void aSignalInAnotherRegimeIsDropped(Regime regime) {
    BacktestEvaluator everywhere = evaluator(SETTINGS, 0, CANDLES.size());
    Regimes regimes = Regimes.of(everywhere.indicators());

    Signals confined = everywhere.confinedTo(Optional.of(regime)).signals(PARAMETERS);

    Signals all = everywhere.signals(PARAMETERS);
    int next = 0;
    for (int k = 0; k < all.size(); k++) {
      if (regimes.isAt(all.bar(k), regime)) {
        assertThat(confined.bar(next)).isEqualTo(all.bar(k));
        assertThat(confined.side(next)).isEqualTo(all.side(k));
        assertThat(confined.stop(next)).isEqualTo(all.stop(k));
        assertThat(confined.target(next)).isEqualTo(all.target(k));
        next++;
      }
    }
    assertThat(confined.size()).isEqualTo(next).isPositive();
  }

  @Test
  void suchASignalClosesNothing() {
    BacktestEvaluator volatileOnly =
        evaluator(SETTINGS, 0, CANDLES.size()).confinedTo(Optional.of(Regime.VOLATILE));
    Regimes regimes = Regimes.of(volatileOnly.indicators());

    assertThat(volatileOnly.backtest(PARAMETERS).trades())
        .filteredOn(trade -> trade.reason() == ExitReason.SIGNAL)
        .isNotEmpty()
        .allMatch(trade -> regimes.isAt(trade.exitBar() - 1, Regime.VOLATILE));
  }

  @Test
  void everyPartOfATrainingTradesInTheRegimeOnly() throws Exception {
    Split split =
        Split.of(
            CANDLES.size(),
            Split.longestHolding(STRATEGY, STRATEGY.space()),
            ValidationSettings.DEFAULT);
    BacktestEvaluator evaluator =
        evaluator(SETTINGS, 0, split.searchTo()).confinedTo(Optional.of(Regime.BULL));
    Study search =
        new Study(new StudyDefinition("search", STRATEGY.space(), "bayesian", 42, 8, 60));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Validated validated;
    try {
      StudyRunner runner = new StudyRunner(threads, 2);
      runner.run(search, evaluator);
      validated =
          new Validator(runner).validate(evaluator, split, search).validated().orElseThrow();
    } finally {
      threads.shutdownNow();
    }

    for (RegimeResult result : validated.particulars().regimes()) {
      boolean asked = result.regime() == Regime.BULL;
      assertThat(result.barShare()).as("%s", result).isPositive();
      assertThat(result.trades() > 0).as("%s", result).isEqualTo(asked);
    }
    Parameters winner = search.winner().parameters();
    int unconfined =
        evaluator(SETTINGS, split.holdoutFrom(), split.size())
            .backtest(winner)
            .metrics()
            .totalTrades();
    Stress stress = validated.judgement().robustness().stress();
    assertThat(validated.outOfSample().metrics().totalTrades()).isLessThan(unconfined / 2);
    assertThat(stress.costsTwice().totalTrades()).isLessThan(unconfined / 2);
    assertThat(stress.entryLater().totalTrades()).isPositive().isLessThan(unconfined / 2);
    assertThat(validated.walkForward().totalTrades()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(ExecutionModel.class)
  void theTradesOfABacktestAreCountedInTheRegimeOfTheirSignals(ExecutionModel model) {
    BacktestSettings settings = SETTINGS.withExecutionModel(model);
    BacktestEvaluator evaluator = evaluator(settings, 3_000, CANDLES.size());
    BacktestResult result = evaluator.backtest(PARAMETERS);

    List<RegimeResult> results =
        RegimeResult.of(result, Regimes.of(evaluator.indicators()), settings);

    assertThat(results).extracting(RegimeResult::regime).containsExactly(Regime.values());
    assertThat(results.stream().mapToDouble(RegimeResult::barShare).sum())
        .isCloseTo(1, within(1e-12));
    assertThat(results.stream().mapToInt(RegimeResult::trades).sum())
        .isEqualTo(result.trades().size());
    assertThat(results.stream().mapToDouble(RegimeResult::netProfitPct).sum())
        .isCloseTo(
            result.trades().stream().mapToDouble(Trade::pnl).sum() / settings.capital() * 100,
            within(1e-9));
    int bulls = evaluator.confinedTo(Optional.of(Regime.BULL)).signals(PARAMETERS).size();
    assertThat(results.get(0).trades()).isPositive().isLessThanOrEqualTo(bulls);
  }

  private static BacktestEvaluator evaluator(BacktestSettings settings, int from, int to) {
    return new BacktestEvaluator(
        STRATEGY,
        new Indicators(CANDLES),
        from,
        to,
        settings,
        Objective.SHARPE_RATIO,
        Constraints.minTrades(5));
  }
}
