package dev.trainyard.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.BuyAndHold;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.parameter.SpaceJson;
import dev.trainyard.validation.ValidationReport;
import dev.trainyard.validation.Validator;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Trains as a worker does, and collects the data of a report as the service does. */
final class TrainedReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TrainedReport() {}

  static ReportData validated(
      String strategy, Candles loaded, Timeframe timeframe, String optimizer, int trials)
      throws InterruptedException {
    return train(
        strategy, loaded, timeframe, optimizer, trials, Optional.of(ValidationSettings.DEFAULT));
  }

  static ReportData unvalidated(String strategy, Candles loaded, Timeframe timeframe, int trials)
      throws InterruptedException {
    return train(strategy, loaded, timeframe, "random", trials, Optional.empty());
  }

  private static ReportData train(
      String name,
      Candles loaded,
      Timeframe timeframe,
      String optimizer,
      int trials,
      Optional<ValidationSettings> validation)
      throws InterruptedException {
    Strategy strategy =
        StrategyCatalog.builtIn(Path.of("config/strategies")).find(name).orElseThrow();
    CandleFilter.Filtered filtered = CandleFilter.DEFAULT.apply(loaded, timeframe);
    Candles candles = filtered.candles();
    Optional<Split> split =
        validation.map(
            v -> Split.of(candles.size(), Split.longestHolding(strategy, strategy.space()), v));
    BacktestSettings settings = BacktestSettings.defaults(timeframe.millis());
    BacktestEvaluator evaluator =
        new BacktestEvaluator(
            strategy,
            new Indicators(candles),
            0,
            split.map(Split::searchTo).orElse(candles.size()),
            settings,
            Objective.SHARPE_RATIO,
            Constraints.minTrades(strategy.defaultMinTrades()));
    Study search =
        new Study(new StudyDefinition("search", strategy.space(), optimizer, 42, 8, trials));
    ValidationReport report;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      StudyRunner runner = new StudyRunner(threads, 2);
      runner.run(search, evaluator);
      report =
          split.isPresent()
              ? new Validator(runner).validate(evaluator, split.get(), search)
              : Validator.withoutValidation(evaluator, search);
    } finally {
      threads.shutdownNow();
    }
    Parameters winner = search.winner().parameters();
    BacktestEvaluator all = evaluator.over(0, candles.size());
    ObjectNode configuration =
        configuration(strategy, timeframe, optimizer, search, report, candles);
    configuration.set("data_quality", quality(filtered));
    return new ReportData(
        configuration,
        Optional.of(candles),
        all.backtest(winner),
        new BuyAndHold(new Backtester()).run(candles, 0, candles.size(), settings),
        split.map(s -> OptionalInt.of(s.holdoutFrom())).orElse(OptionalInt.empty()),
        false,
        search.trials().stream()
            .map(
                t ->
                    new ReportTrial(
                        t.number(),
                        JSON.valueToTree(t.parameters().toMap()),
                        t.score(),
                        t.feasible()))
            .toList(),
        "/trade");
  }

  private static ObjectNode configuration(
      Strategy strategy,
      Timeframe timeframe,
      String optimizer,
      Study search,
      ValidationReport report,
      Candles candles) {
    Map<String, Object> shape = report.toMap();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("config_id", "0193f4b5-0000-7000-8000-000000000001");
    map.put("job_id", "0193f4b5-0000-7000-8000-000000000002");
    map.put("strategy", strategy.name());
    map.put("symbol", "BTC/USD");
    map.put("exchange", "bitstamp");
    map.put("timeframe", timeframe.label());
    map.put("regime", null);
    map.put("optimizer", optimizer);
    map.put("objective", "sharpe_ratio");
    map.put("parameters", search.winner().parameters().toMap());
    map.put("lifecycle_stage", report.lifecycle().stage().name());
    map.put(
        "confidence",
        report.lifecycle().confidence().isPresent()
            ? report.lifecycle().confidence().getAsDouble()
            : null);
    map.put("verdict", report.validated().map(v -> v.judgement().verdict().name()).orElse(null));
    map.put("seed", 42);
    map.put("trials", search.size());
    map.put("candles", candles.size());
    map.put("data_from", Instant.ofEpochMilli(candles.time()[0]).toString());
    map.put("data_to", Instant.ofEpochMilli(candles.time()[candles.size() - 1]).toString());
    map.put("engine_version", "2");
    map.put("created_at", "2026-01-02T03:04:05Z");
    map.put("in_sample", shape.get("in_sample"));
    map.put("out_of_sample", shape.get("out_of_sample"));
    map.put("walk_forward", shape.get("walk_forward"));
    map.put("full_sample", shape.get("full"));
    map.put("validation", shape.get("validation"));
    map.put("lifecycle", shape.get("lifecycle"));
    map.put("space", SpaceJson.toList(strategy.space()));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("strategy", strategy.name());
    request.put("symbol", "BTC/USD");
    request.put("exchange", "bitstamp");
    request.put("timeframe", timeframe.label());
    request.put("optimizer", optimizer);
    request.put("n_iterations", search.size());
    request.put("seed", 42);
    request.put("capital", 10_000.0);
    request.put("min_trades", null);
    request.put("callback_url", "https://example.org/?token=secret");
    map.put("request", request);
    return JSON.valueToTree(map);
  }

  private static ObjectNode quality(CandleFilter.Filtered filtered) {
    ObjectNode quality = JSON.createObjectNode();
    quality.put("loaded", filtered.quality().loaded());
    quality.put("kept", filtered.quality().kept());
    quality.set("dropped", JSON.valueToTree(filtered.quality().dropped()));
    quality.put("gaps", filtered.quality().gaps());
    quality.put("missing_candles", filtered.quality().missingCandles());
    quality.put("duplicates", filtered.quality().duplicates());
    quality.put("ohlc_violations", filtered.quality().ohlcViolations());
    return quality;
  }

  /** The same data with another configuration. */
  static ReportData with(ReportData data, ObjectNode configuration, List<ReportTrial> trials) {
    return new ReportData(
        configuration,
        data.candles(),
        data.backtest(),
        data.buyAndHold(),
        data.holdoutFrom(),
        data.dataChanged(),
        trials,
        data.root());
  }
}
