package dev.trainyard.experiment;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import java.util.OptionalDouble;

/**
 * Noise in which hidden parameters of a strategy foresee something: in the bars after each of their
 * signals price drifts its way, and all later prices are moved with it.
 *
 * @param strategy strategy of the hidden parameters
 * @param hidden the parameters that a search should find, or others that do as well
 * @param settings money and costs
 */
record PlantedEdge(Strategy strategy, Parameters hidden, BacktestSettings settings) {
  private static final int DRIFT_BARS = 12;
  private static final double STRONGEST = 0.02;
  private static final int HALVINGS = 24;

  /** How many trades the hidden parameters make. */
  int trades(Candles candles) {
    return evaluator(candles).backtest(hidden).metrics().totalTrades();
  }

  /**
   * Plants an edge of a strength.
   *
   * @param strength annual Sharpe ratio of the hidden parameters, costs included, times the root of
   *     the years of the hold-out; measured over all candles, lest the luck of the hold-out count
   * @param holdout share of the hold-out
   */
  Candles plant(Candles noise, double strength, double holdout) {
    Signals signals = evaluator(noise).signals(hidden);
    double low = 0;
    double high = STRONGEST;
    for (int k = 0; k < HALVINGS; k++) {
      double drift = (low + high) / 2;
      if (strength(drifting(noise, signals, drift), holdout) < strength) {
        low = drift;
      } else {
        high = drift;
      }
    }
    return drifting(noise, signals, high);
  }

  /** The strength that the hidden parameters have. */
  double strength(Candles candles, double holdout) {
    var returns = evaluator(candles).backtest(hidden).metrics().returns();
    return returns.sharpe() * Math.sqrt(candles.size() * holdout);
  }

  private static Candles drifting(Candles noise, Signals signals, double drift) {
    int size = noise.size();
    double[] push = new double[size];
    for (int k = 0; k < signals.size(); k++) {
      int to = Math.min(size, signals.bar(k) + 1 + DRIFT_BARS);
      for (int bar = signals.bar(k) + 1; bar < to; bar++) {
        push[bar] = (signals.side(k) == Side.LONG ? drift : -drift) / DRIFT_BARS;
      }
    }
    double[][] moved = new double[4][size];
    double factor = 1;
    for (int i = 0; i < size; i++) {
      double after = factor * Math.exp(push[i]);
      moved[0][i] = noise.open()[i] * factor;
      moved[3][i] = noise.close()[i] * after;
      moved[1][i] = Math.max(noise.high()[i] * factor, noise.high()[i] * after);
      moved[2][i] = Math.min(noise.low()[i] * factor, noise.low()[i] * after);
      factor = after;
    }
    return new Candles(noise.time(), moved[0], moved[1], moved[2], moved[3], noise.volume());
  }

  private BacktestEvaluator evaluator(Candles candles) {
    return new BacktestEvaluator(
        strategy,
        new Indicators(candles),
        0,
        candles.size(),
        settings,
        Objective.SHARPE_RATIO,
        new Constraints(0, OptionalDouble.empty()));
  }
}
