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
 * Evaluates parameters by a back-test over a range of bars. Bars before the range only warm up the
 * indicators.
 *
 * @param strategy the strategy under test
 * @param indicators indicators of all candles, shared by all trials
 * @param from first bar, inclusive
 * @param to end, exclusive
 * @param settings money, costs and execution model
 * @param objective figure that is the score
 * @param constraints conditions of a feasible trial
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

  /** Creates an evaluator whose signals count in any regime. */
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

  /** Runs the back-test behind {@link #evaluate}. */
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
   * Returns the strategy's signals of the range. A signal at a bar of another regime is dropped: it
   * neither opens nor closes a position.
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

  /** Returns the same evaluator with signals of only one regime. */
  public BacktestEvaluator confinedTo(Optional<Regime> other) {
    return new BacktestEvaluator(
        strategy, indicators, from, to, settings, objective, constraints, other);
  }

  /** Returns the same evaluator over other bars. */
  public BacktestEvaluator over(int otherFrom, int otherTo) {
    return new BacktestEvaluator(
        strategy, indicators, otherFrom, otherTo, settings, objective, constraints, regime);
  }

  /** Returns the same evaluator with other money, costs or execution model. */
  public BacktestEvaluator with(BacktestSettings otherSettings) {
    return new BacktestEvaluator(
        strategy, indicators, from, to, otherSettings, objective, constraints, regime);
  }

  /** Returns the same evaluator under other constraints. */
  public BacktestEvaluator with(Constraints otherConstraints) {
    return new BacktestEvaluator(
        strategy, indicators, from, to, settings, objective, otherConstraints, regime);
  }
}
