package dev.trainyard.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.demo.TradeAggregator;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.builtin.LiquiditySweep;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import dev.trainyard.validation.verdict.Verdict;
import dev.trainyard.validation.verdict.VerdictReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Training as an engineer calls it: search, then validate, on a week of real BTC/USD trades. */
class TrainingTest {

  @Test
  void aStrategyIsTrainedAndJudgedOnRealTrades() throws Exception {
    Candles candles = candles(Timeframe.M1);
    Strategy strategy =
        StrategyCatalog.builtIn(Path.of("config/strategies")).find(LiquiditySweep.NAME).get();

    int embargo = Split.longestHolding(strategy, strategy.space());
    Split split = Split.of(candles.size(), embargo, ValidationSettings.DEFAULT);
    BacktestEvaluator evaluator =
        new BacktestEvaluator(
            strategy,
            new Indicators(candles),
            0,
            split.searchTo(),
            BacktestSettings.defaults(Timeframe.M1.millis()),
            Objective.SHARPE_RATIO,
            Constraints.minTrades(strategy.defaultMinTrades()));
    Study search =
        new Study(new StudyDefinition("search", strategy.space(), "bayesian", 42, 8, 100));

    ExecutorService threads = Executors.newFixedThreadPool(2);
    ValidationReport report;
    try {
      StudyRunner runner = new StudyRunner(threads, 2);
      runner.run(search, evaluator);
      report = new Validator(runner).validate(evaluator, split, search);
    } finally {
      threads.shutdownNow();
    }

    assertThat(search.winner().metrics()).isEqualTo(report.inSample().metrics());
    assertThat(report.inSample().metrics().totalTrades())
        .isGreaterThanOrEqualTo(strategy.defaultMinTrades());
    VerdictReport judgement = report.validated().orElseThrow().judgement();
    assertThat(judgement.verdict()).as("%s", judgement.reasons()).isNotEqualTo(Verdict.EDGE);
    assertThat(judgement.reasons()).isNotEmpty();
    assertThat(report.lifecycle().confidence().orElseThrow()).isBetween(0.0, 1.0);
  }

  private static Candles candles(Timeframe timeframe) throws IOException {
    TradeAggregator aggregator = new TradeAggregator(timeframe);
    try (var in = TrainingTest.class.getResourceAsStream("/bitstamp_trades_from_20131125_usd.csv");
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .forEach(
              trade ->
                  aggregator.add(
                      Long.parseLong(trade[0]) * 1000,
                      Double.parseDouble(trade[1]),
                      Double.parseDouble(trade[2])));
    }
    return aggregator.candles();
  }
}
