package dev.trainyard.validation.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backtest.ExecutionStatistics;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.TradeStatistics;
import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.validation.robustness.Sensitivity.Moved;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SensitivityTest {
  private static final ParameterSpace SPACE =
      new ParameterSpace(
          List.of(ParameterSpec.integer("a", 1, 9), ParameterSpec.integer("b", 1, 9)));
  private static final Metrics METRICS =
      new Metrics(
          0,
          0,
          0,
          0,
          0,
          0,
          new TradeStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
          new ExecutionStatistics(0, 0, 0, 0, 0, 0, false),
          new ReturnMoments(0, 0, 0, 0, 0, 3));

  private static ExecutorService executor;

  @BeforeAll
  static void start() {
    executor = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void stop() {
    executor.shutdownNow();
  }

  @Test
  void aPlateauKeepsItsScoreWhereverItIsLeft() throws Exception {
    Sensitivity sensitivity = around(5, 5, point -> 10 - 0.5 * point.coordinate(1));

    assertThat(sensitivity.plateau()).hasValue(1);
    assertThat(sensitivity.isPeak()).isFalse();
    assertThat(sensitivity.parameters())
        .containsExactly(Map.entry("a", moved(7.5, 7.5)), Map.entry("b", moved(8, 7)));
  }

  @Test
  void aPeakLosesIt() throws Exception {
    Sensitivity sensitivity =
        around(5, 5, point -> point.coordinate(0) == 5 ? 10 - point.coordinate(1) / 10 : 1);

    assertThat(sensitivity.neighbours()).isEqualTo(4);
    assertThat(sensitivity.kept()).isEqualTo(2);
    assertThat(sensitivity.plateau()).hasValue(0.5);
    assertThat(sensitivity.isPeak()).isFalse();
    assertThat(
            around(5, 5, point -> point.coordinate(0) == 5 && point.coordinate(1) == 5 ? 10 : 7.9)
                .isPeak())
        .isTrue();
  }

  @Test
  void whereTheConstraintsAreMissedOrAParameterEndsThereIsNoScore() throws Exception {
    Sensitivity sensitivity = around(9, 5, point -> point.coordinate(1) == 6 ? Double.NaN : 2);

    assertThat(sensitivity.parameters())
        .containsEntry("a", new Moved(OptionalDouble.of(2), OptionalDouble.empty()))
        .containsEntry("b", new Moved(OptionalDouble.of(2), OptionalDouble.empty()));
    assertThat(sensitivity.neighbours()).isEqualTo(3);
    assertThat(sensitivity.feasible()).isEqualTo(2);
    assertThat(sensitivity.plateau()).hasValue(1);
  }

  @Test
  void aWinnerThatLosesHasNoPlateau() throws Exception {
    Sensitivity sensitivity = around(5, 5, point -> -1);

    assertThat(sensitivity.plateau()).isEmpty();
    assertThat(sensitivity.isPeak()).isFalse();
    assertThat(sensitivity.toMap()).containsEntry("plateau", null).containsEntry("neighbours", 4);
  }

  private static Moved moved(double down, double up) {
    return new Moved(OptionalDouble.of(down), OptionalDouble.of(up));
  }

  /** With scores that are infeasible where they are NaN. */
  private static Sensitivity around(double a, double b, ToDoubleFunction<Parameters> score)
      throws InterruptedException {
    Evaluator evaluator =
        point -> {
          double value = score.applyAsDouble(point);
          boolean feasible = !Double.isNaN(value);
          return new Evaluation(
              feasible ? value : 0,
              feasible ? 0 : 1,
              METRICS,
              ReturnBuckets.of(new long[0], 0, new double[0], 1));
        };
    Parameters winner = new Parameters(SPACE, new double[] {a, b});
    return Sensitivity.of(
        new StudyRunner(executor, 2),
        evaluator,
        Trial.evaluated(0, winner, evaluator.evaluate(winner)),
        () -> false);
  }
}
