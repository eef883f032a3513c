package dev.trainyard.experiment;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.NoFeasibleTrialException;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.validation.Validator;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;

/**
 * The default job: 200 trials in batches of 8, hold-out 0.3, 5 windows.
 *
 * @param strategy what is trained
 * @param settings money and costs
 * @param sampler how it is searched
 * @param seed of the search
 */
record Job(Strategy strategy, BacktestSettings settings, String sampler, long seed) {
  static final double HOLDOUT = 0.3;
  private static final int WINDOWS = 5;
  private static final int TRIALS = 200;
  private static final int BATCH = 8;

  /** The verdict, empty when no trial was feasible. */
  Optional<String> verdict(Candles candles, ExecutorService executor) throws InterruptedException {
    StudyRunner runner = new StudyRunner(executor, 1);
    Split split =
        Split.of(
            candles.size(),
            Split.longestHolding(strategy, strategy.space()),
            new ValidationSettings(HOLDOUT, WINDOWS));
    BacktestEvaluator evaluator =
        new BacktestEvaluator(
            strategy,
            new Indicators(candles),
            0,
            split.searchTo(),
            settings,
            Objective.SHARPE_RATIO,
            new Constraints(strategy.defaultMinTrades(), OptionalDouble.empty()));
    Study search =
        new Study(
            new StudyDefinition(
                StudyDefinition.SEARCH, strategy.space(), sampler, seed, BATCH, TRIALS));
    runner.run(search, evaluator);
    try {
      return new Validator(runner)
          .validate(evaluator, split, search)
          .validated()
          .map(validated -> validated.judgement().verdict().name());
    } catch (NoFeasibleTrialException e) {
      return Optional.empty();
    }
  }
}
