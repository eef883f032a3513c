package dev.trainyard.optimize;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Exposure;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import java.util.List;

/**
 * Evaluates parameters by a back-test over a range of bars, on one series or on several. Bars
 * before the range only warm up the indicators. Of several series a bar is an instant at which any
 * of them has a candle.
 */
public sealed interface RangeEvaluator extends Evaluator
    permits BacktestEvaluator, BasketEvaluator {

  /** Returns the strategy under test. */
  Strategy strategy();

  /** Returns the first bar, inclusive. */
  int from();

  /** Returns the end, exclusive. */
  int to();

  /** Returns the open time of every bar, those outside the range included, epoch milliseconds. */
  long[] time();

  /** Returns the number of candles of all series, those outside the range included. */
  int candles();

  /** Returns money, costs and execution model of the account. */
  BacktestSettings settings();

  /** Returns the figure that is the score. */
  Objective objective();

  /** Returns the conditions of a feasible trial. */
  Constraints constraints();

  /** Returns the evaluator of each series by itself, with its part of the capital. */
  List<BacktestEvaluator> series();

  /** Runs the back-test behind {@link #evaluate}. */
  BacktestResult backtest(Parameters parameters);

  /**
   * Runs the back-test with each signal traded some bars later.
   *
   * @param bars 0 or more
   */
  BacktestResult backtestLater(Parameters parameters, int bars);

  /** Runs the benchmark of buying at the start and selling at the end, at the same costs. */
  BacktestResult buyAndHold();

  /** Returns the positions of parameters in each series, over the bars of the range. */
  List<Exposure> exposures(Parameters parameters);

  /** Returns the same evaluator over other bars. */
  RangeEvaluator over(int otherFrom, int otherTo);

  /** Returns the same evaluator with other money, costs or execution model. */
  RangeEvaluator with(BacktestSettings otherSettings);

  /** Returns the same evaluator under other constraints. */
  RangeEvaluator with(Constraints otherConstraints);
}
