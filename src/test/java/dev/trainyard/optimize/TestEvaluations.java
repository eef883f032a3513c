package dev.trainyard.optimize;

import dev.trainyard.backtest.ExecutionStatistics;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.TradeStatistics;

/** Evaluations without a back-test. */
public final class TestEvaluations {
  private static final ReturnBuckets NO_RETURNS =
      ReturnBuckets.of(new long[0], 0, new double[0], 1);

  private TestEvaluations() {}

  public static Evaluation scored(double score) {
    return new Evaluation(score, 0, metrics(0, 0, false), NO_RETURNS);
  }

  public static Evaluation infeasible(double score, double violation, int trades) {
    return new Evaluation(score, violation, metrics(trades, 0, false), NO_RETURNS);
  }

  static Metrics metrics(int trades, double maxDrawdownPct, boolean ruined) {
    return new Metrics(
        0,
        0,
        0,
        0,
        maxDrawdownPct,
        0,
        new TradeStatistics(trades, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        new ExecutionStatistics(0, 0, 0, 0, 0, 0, ruined),
        new ReturnMoments(0, 0, 0, 0, 0, 3));
  }
}
