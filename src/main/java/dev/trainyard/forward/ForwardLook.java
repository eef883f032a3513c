package dev.trainyard.forward;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.market.Regimes;
import dev.trainyard.marketdata.UnknownSeriesException;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.pipeline.Markets;
import dev.trainyard.pipeline.TrainingPlan;
import dev.trainyard.pipeline.rerun.ConfigurationRun;
import dev.trainyard.pipeline.rerun.ConfigurationRun.Recipe;
import dev.trainyard.pipeline.rerun.NotRepeatableException;
import dev.trainyard.pipeline.rerun.RepeatedRun;
import dev.trainyard.validation.forward.ForwardResult;
import dev.trainyard.validation.forward.Promise;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Judges a configuration on the candles after its training. The same candles give the same result,
 * and with more candles no closed trade changes, so it does not matter how often or where it is
 * done.
 */
@Component
class ForwardLook {
  /** Limits the memory of a look. */
  static final int MAX_CANDLES = 1_000_000;

  private final ConfigurationQueries configurations;
  private final ConfigurationRun runs;

  ForwardLook(ConfigurationQueries configurations, ConfigurationRun runs) {
    this.configurations = configurations;
    this.runs = runs;
  }

  /**
   * Looks at a configuration; what prevents it is the answer then. Empty when it is deleted.
   *
   * @param candles those that looks at other configurations have loaded at the same time
   */
  Optional<Looked> look(ForwardTask task, NewerCandles candles) {
    return configurations
        .asTrained(task.configId())
        .map(configuration -> look(task, configuration, candles));
  }

  private Looked look(ForwardTask task, ConfigurationView configuration, NewerCandles candles) {
    try {
      Recipe recipe = runs.recipe(configuration);
      Optional<Promise> promise = task.asked() ? task.promise() : promise(configuration);
      return onNewCandles(configuration, recipe, promise, candles);
    } catch (NotRepeatableException | UnknownSeriesException | PermanentJobException e) {
      return Looked.prevented(task, String.valueOf(e.getMessage()));
    }
  }

  private Looked onNewCandles(
      ConfigurationView configuration,
      Recipe recipe,
      Optional<Promise> promise,
      NewerCandles candles) {
    TrainingPlan plan = recipe.plan();
    String untested = promise.isPresent() ? null : nothingPromised(configuration);
    long newer = candles.countAfter(plan, configuration.dataTo());
    if (newer == 0) {
      return new Looked(promise, true, Optional.empty(), untested);
    }
    if (newer > MAX_CANDLES) {
      String tooMany =
          String.format(
              Locale.ROOT,
              "there are more than %,d candles after its training; train it again on newer ones",
              MAX_CANDLES);
      return new Looked(promise, true, Optional.empty(), tooMany);
    }
    Markets markets =
        Markets.filtered(plan, candles.after(plan, configuration.dataTo(), warmUp(recipe)));
    int from = markets.timeline().firstAt(configuration.dataTo().toEpochMilli() + 1);
    if (from == markets.size()) {
      return new Looked(promise, true, Optional.empty(), untested);
    }
    List<String> idle = markets.withoutCandlesFrom(from);
    if (!idle.isEmpty()) {
      String missing = "%s has no candle after its training yet".formatted(String.join(", ", idle));
      return new Looked(promise, true, Optional.empty(), missing);
    }
    RangeEvaluator evaluator = recipe.evaluator(markets, from, markets.size());
    BacktestResult result = evaluator.backtest(recipe.parameters());
    return new Looked(
        promise,
        true,
        Optional.of(ForwardResult.of(result, promise, evaluator.settings().capital())),
        untested);
  }

  /** Twice what the indicators need, as the filter may drop some. */
  private static int warmUp(Recipe recipe) {
    boolean isConfined = recipe.plan().request().data().regime().isPresent();
    return 2 * (recipe.strategy().warmup(recipe.parameters()) + (isConfined ? Regimes.WARMUP : 0))
        + 1;
  }

  /** Trades of the hold-out alone, as no search has seen it. */
  private Optional<Promise> promise(ConfigurationView configuration) {
    if (configuration.verdict() == null) {
      return Optional.empty();
    }
    RepeatedRun run = runs.run(configuration);
    if (run.holdoutFrom().isEmpty()) {
      return Optional.empty();
    }
    if (run.dataChanged()) {
      throw new NotRepeatableException(
          "the candles that it was trained on have changed, so what it promised is not known any more");
    }
    BacktestResult holdout =
        run.evaluator()
            .over(run.holdoutFrom().getAsInt(), run.time().length)
            .backtest(run.parameters());
    return Promise.of(ForwardResult.closedResults(holdout));
  }

  private static String nothingPromised(ConfigurationView configuration) {
    return configuration.verdict() == null
        ? "it was trained without validation, so nothing was promised that could decay"
        : ("its hold-out had fewer than %d closed trades, or the mean result of a trade, as a share of its size, was not above"
                + " 0: nothing was promised that could decay")
            .formatted(Promise.MIN_TRADES);
  }
}
