package dev.trainyard.optimize;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Regimes;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import java.util.Optional;

/**
 * Values parameters by a back-test over a range of bars. Bars before the range serve as warm-up of
 * the indicators only.
 *
 * @param strategy what is tested
 * @param indicators of all candles, shared by all trials
 * @param from first bar, inclusive
 * @param to end, exclusive
 * @param settings money, costs and execution model
 * @param objective the score
 * @param constraints what makes a trial feasible
 * @param regime the only regime whose signals count, see {@link #signals}; empty for all
 */
public record BacktestEvaluator(
    Strategy strategy,
    Indicators indicators,
    int from,
    int to,
    BacktestSettings settings,
    Objective objective,
    Constraints constraints,
    Optional<Regime> regime)
    implements Evaluator {

  /** A test whose signals count in any regime. */
  public BacktestEvaluator(
      Strategy strategy,
      Indicators indicators,
      int from,
      int to,
      BacktestSettings settings,
      Objective objective,
      Constraints constraints) {
    this(strategy, indicators, from, to, settings, objective, constraints, Optional.empty());
  }

  @Override
  public Evaluation evaluate(Parameters parameters) {
    BacktestResult result = backtest(parameters);
    Metrics metrics = result.metrics();
    return new Evaluation(
        objective.score(metrics), constraints.violation(metrics), metrics, result.returnBuckets());
  }

  /** The whole back-test behind {@link #evaluate}. */
  public BacktestResult backtest(Parameters parameters) {
    return new Backtester()
        .run(
            indicators.candles(),
            from,
            to,
            signals(parameters),
            strategy.maxHolding(parameters),
            settings);
  }

  /**
   * The strategy's signals of the range. One at a bar of another regime is dropped as if it had not
   * been given: it opens no position and closes none.
   */
  public Signals signals(Parameters parameters) {
    Signals signals = Signals.of(strategy, indicators, parameters, from, to);
    if (regime.isEmpty()) {
      return signals;
    }
    Regimes regimes = Regimes.of(indicators);
    Regime wanted = regime.get();
    return signals.at(bar -> regimes.isAt(bar, wanted));
  }

  /** The same test with signals of one regime only. */
  public BacktestEvaluator confinedTo(Optional<Regime> other) {
    return new BacktestEvaluator(
        strategy, indicators, from, to, settings, objective, constraints, other);
  }

  /** The same test over other bars. */
  public BacktestEvaluator over(int otherFrom, int otherTo) {
    return new BacktestEvaluator(
        strategy, indicators, otherFrom, otherTo, settings, objective, constraints, regime);
  }

  /** The same test with other money, costs or execution model. */
  public BacktestEvaluator with(BacktestSettings otherSettings) {
    return new BacktestEvaluator(
        strategy, indicators, from, to, otherSettings, objective, constraints, regime);
  }

  /** The same test under other constraints. */
  public BacktestEvaluator with(Constraints otherConstraints) {
    return new BacktestEvaluator(
        strategy, indicators, from, to, settings, objective, otherConstraints, regime);
  }
}
