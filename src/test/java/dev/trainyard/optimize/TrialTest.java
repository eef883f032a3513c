package dev.trainyard.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.optimize.study.SamplerCatalog;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final ParameterSpace SPACE =
      new ParameterSpace(List.of(ParameterSpec.real("x", 0, 1)));

  @Test
  void feasibleTrialsComeFirstByScoreThenTheOthersByViolation() {
    Trial good = trial(3, TestEvaluations.scored(2));
    Trial fair = trial(2, TestEvaluations.scored(-1));
    Trial nearlyFeasible = trial(1, TestEvaluations.infeasible(50, 0.1, 9));
    Trial farOff = trial(0, TestEvaluations.infeasible(100, 0.9, 1));

    assertThat(List.of(farOff, nearlyFeasible, fair, good).stream().sorted(Trial.BEST_FIRST))
        .containsExactly(good, fair, nearlyFeasible, farOff);
  }

  @Test
  void ofEqualTrialsTheLowerNumberIsBetter() {
    Trial first = trial(4, TestEvaluations.scored(1));
    Trial second = trial(5, TestEvaluations.scored(1));

    assertThat(Trial.BEST_FIRST.compare(first, second)).isNegative();
  }

  @Test
  void aViolationIsTheSumOfTheSharesMissed() {
    Constraints constraints = new Constraints(20, OptionalDouble.of(0.25));

    assertThat(constraints.violation(TestEvaluations.metrics(20, -25, false))).isZero();
    assertThat(constraints.violation(TestEvaluations.metrics(15, -10, false)))
        .isCloseTo(0.25, within(1e-12));
    assertThat(constraints.violation(TestEvaluations.metrics(15, -50, false)))
        .isCloseTo(1.25, within(1e-12));
    assertThat(constraints.violation(TestEvaluations.metrics(30, -10, true))).isEqualTo(1);
  }

  @Test
  void aStudyWithoutFeasibleTrialsSaysHowCloseItCame() {
    Study study = new Study(new StudyDefinition("search", SPACE, "random", 1, 1, 3));
    study.tell(new Parameters(SPACE, new double[] {0.1}), TestEvaluations.infeasible(9, 0.7, 3));
    study.tell(new Parameters(SPACE, new double[] {0.2}), TestEvaluations.infeasible(1, 0.3, 7));

    assertThat(study.best()).map(Trial::number).contains(1);
    assertThatExceptionOfType(NoFeasibleTrialException.class)
        .isThrownBy(study::winner)
        .withMessage("none of the 2 trials of search met the constraints")
        .satisfies(
            e -> {
              assertThat(e.bestTradeCount()).isEqualTo(7);
              assertThat(e.under(Constraints.minTrades(10)))
                  .hasMessage(
                      "none of the 2 trials of search met the constraints: min_trades is 10, and the most"
                          + " trades of any were 7; loosen min_trades, or use more candles");
              assertThat(e.under(new Constraints(10, OptionalDouble.of(0.25))))
                  .hasMessageContaining(
                      "; constraints.max_drawdown is 0.25, and the smallest of any was 0.0000; loosen"
                          + " min_trades or constraints.max_drawdown");
            });
  }

  @Test
  void aScoreIsAFiniteNumber() {
    assertThatIllegalArgumentException().isThrownBy(() -> TestEvaluations.scored(Double.NaN));
  }

  @Test
  void anUnknownSamplerIsRefusedWithThoseThereAre() {
    assertThat(SamplerCatalog.names())
        .containsExactly("bayesian", "cmaes", "grid", "qmc", "random");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StudyDefinition("search", SPACE, "annealing", 1, 1, 1))
        .withMessage("no sampler annealing; there are bayesian, cmaes, grid, qmc, random");
  }

  private static Trial trial(int number, Evaluation evaluation) {
    return Trial.evaluated(number, new Parameters(SPACE, new double[] {0.5}), evaluation);
  }
}
