package dev.trainyard.optimize;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.BuyAndHold;
import dev.trainyard.backtest.Exposure;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Regimes;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates parameters by a back-test over a range of bars of one series.
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
    implements RangeEvaluator {

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

  @Override
  public BacktestResult backtest(Parameters parameters) {
    return run(parameters, signals(parameters));
  }

  @Override
  public BacktestResult backtestLater(Parameters parameters, int bars) {
    return run(parameters, over(from, Math.max(from, to - bars)).signals(parameters).later(bars));
  }

  private BacktestResult run(Parameters parameters, Signals signals) {
    return new Backtester()
        .run(indicators.candles(), from, to, signals, strategy.maxHolding(parameters), settings);
  }

  @Override
  public BacktestResult buyAndHold() {
    return new BuyAndHold(new Backtester()).run(indicators.candles(), from, to, settings);
  }

  @Override
  public List<Exposure> exposures(Parameters parameters) {
    return List.of(Exposure.of(backtest(parameters), indicators.candles()));
  }

  @Override
  public long[] time() {
    return indicators.candles().time();
  }

  @Override
  public int candles() {
    return indicators.candles().size();
  }

  @Override
  public List<BacktestEvaluator> series() {
    return List.of(this);
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

  @Override
  public BacktestEvaluator over(int otherFrom, int otherTo) {
    return new BacktestEvaluator(
        strategy, indicators, otherFrom, otherTo, settings, objective, constraints, regime);
  }

  @Override
  public BacktestEvaluator with(BacktestSettings otherSettings) {
    return new BacktestEvaluator(
        strategy, indicators, from, to, otherSettings, objective, constraints, regime);
  }

  @Override
  public BacktestEvaluator with(Constraints otherConstraints) {
    return new BacktestEvaluator(
        strategy, indicators, from, to, settings, objective, otherConstraints, regime);
  }
}
