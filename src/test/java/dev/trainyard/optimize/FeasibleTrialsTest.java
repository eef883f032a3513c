package dev.trainyard.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.backtest.ExecutionStatistics;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.TradeStatistics;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import java.util.List;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

class FeasibleTrialsTest {
  private static final int BARS = ReturnBuckets.COUNT;
  private static final ParameterSpace SPACE =
      new ParameterSpace(List.of(ParameterSpec.real("x", 0, 1)));

  @Test
  void theMeanCorrelationIsThatOfAllPairs() {
    double[][] series = {returns(1, 0.5), returns(2, 0.5), returns(3, 0.5), returns(4, 0)};
    FeasibleTrials trials = new FeasibleTrials();
    for (int i = 0; i < series.length; i++) {
      trials.add(trial(i, series[i], 0));
    }

    double sum = 0;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        sum += new PearsonsCorrelation().correlation(series[i], series[j]);
      }
    }
    assertThat(trials.count()).isEqualTo(4);
    assertThat(trials.meanCorrelation()).isCloseTo(sum / 6, within(1e-12)).isGreaterThan(0.05);
  }

  @Test
  void theSharpeRatiosHaveTheirSampleVariance() {
    FeasibleTrials trials = new FeasibleTrials();
    trials.add(trial(0, returns(1, 0), 0.1));
    trials.add(trial(1, returns(2, 0), 0.2));
    trials.add(trial(2, returns(3, 0), 0.6));

    assertThat(trials.sharpeVariance()).isCloseTo(0.07, within(1e-12));
  }

  @Test
  void reusedAndInfeasibleTrialsDoNotCount() {
    FeasibleTrials trials = new FeasibleTrials();
    Trial first = trial(0, returns(1, 0), 0.1);
    trials.add(first);
    trials.add(first.reusedAs(1));
    trials.add(Trial.evaluated(2, first.parameters(), TestEvaluations.infeasible(1, 0.5, 3)));

    assertThat(trials.count()).isEqualTo(1);
    assertThat(trials.meanCorrelation()).isZero();
  }

  @Test
  void aTrialThatCountsMustBringItsReturns() {
    Trial withoutReturns = trial(0, returns(1, 0), 0.1).withoutReturns();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeasibleTrials().add(withoutReturns))
        .withMessageContaining("trial 0 comes without its returns");
  }

  /** Normal returns, of which a share is common to all series. */
  private static double[] returns(long seed, double common) {
    RandomStream.Draws own = new RandomStream(seed, "own").draws(0, 0);
    RandomStream.Draws shared = new RandomStream(0, "shared").draws(0, 0);
    double[] returns = new double[BARS];
    for (int i = 0; i < BARS; i++) {
      returns[i] =
          common * StandardNormal.quantile(shared.nextDouble())
              + (1 - common) * StandardNormal.quantile(own.nextDouble());
    }
    return returns;
  }

  private static Trial trial(int number, double[] returns, double sharpe) {
    long[] time = new long[BARS];
    for (int i = 0; i < BARS; i++) {
      time[i] = i;
    }
    Metrics metrics =
        new Metrics(
            0,
            0,
            0,
            0,
            0,
            0,
            new TradeStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            new ExecutionStatistics(0, 0, 0, 0, 0, 0, false),
            new ReturnMoments(BARS, 1, sharpe, 1, 0, 3));
    return Trial.evaluated(
        number,
        new Parameters(SPACE, new double[] {0.5}),
        new Evaluation(0, 0, metrics, ReturnBuckets.of(time, 0, returns, 1)));
  }
}
