package dev.trainyard.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.strategy.ParameterSpec;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Reference values of the TPE densities; the prior kernel comes last. */
class ParzenEstimatorTest {
  private static final Offset<Double> EXACT = within(2e-9);
  private static final Offset<Double> PRINTED = within(5e-7);

  @Test
  void mixesAKernelPerObservationWithThePrior() {
    ParzenEstimator estimator = fitted(ParameterSpec.real("x", 0, 10), 1, 2, 4);

    assertThat(estimator.centres()).containsExactly(1, 2, 4, 5);
    assertThat(estimator.widths()).containsExactly(2, 2, 2, 10);
    assertThat(estimator.logDensity(.5)).isCloseTo(-1.902255562, EXACT);
    assertThat(estimator.logDensity(2)).isCloseTo(-1.721420034, EXACT);
    assertThat(estimator.logDensity(5)).isCloseTo(-2.301142294, EXACT);
    assertThat(estimator.logDensity(9.5)).isCloseTo(-3.698385055, EXACT);
  }

  @Test
  void isThePriorAloneWithoutObservations() {
    ParzenEstimator estimator = fitted(ParameterSpec.real("x", 0, 10));

    assertThat(estimator.centres()).containsExactly(5);
    assertThat(estimator.widths()).containsExactly(10);
    assertThat(estimator.logDensity(.5)).isCloseTo(-2.362857293, EXACT);
    assertThat(estimator.logDensity(5)).isCloseTo(-2.261607293, EXACT);
  }

  @Test
  void takesTheInnerGapOfASingleObservation() {
    ParzenEstimator estimator = fitted(ParameterSpec.real("x", 0, 10), 3);

    assertThat(estimator.widths()).containsExactly(new double[] {10 / 3.0, 10}, PRINTED);
    assertThat(estimator.logDensity(.5)).isCloseTo(-2.266495818, EXACT);
    assertThat(estimator.logDensity(3)).isCloseTo(-2.071139859, EXACT);
    assertThat(estimator.logDensity(9)).isCloseTo(-2.765806649, EXACT);
  }

  @Test
  void measuresALogParameterInLogarithms() {
    ParzenEstimator estimator = fitted(ParameterSpec.logReal("x", 1e-4, 1), .001, .01, .02);

    assertThat(estimator.centres())
        .containsExactly(new double[] {-6.907755, -4.605170, -3.912023, -4.605170}, PRINTED);
    assertThat(estimator.widths())
        .containsExactly(new double[] {2.302585, 2.302585, 1.842068, 9.210340}, PRINTED);
    assertThat(estimator.logDensity(.0005)).isCloseTo(-2.273028344, EXACT);
    assertThat(estimator.logDensity(.01)).isCloseTo(-1.855681426, EXACT);
    assertThat(estimator.logDensity(.5)).isCloseTo(-2.997828238, EXACT);
  }

  @Test
  void countsTheMassAroundAWholeNumber() {
    ParzenEstimator estimator = fitted(ParameterSpec.integer("x", 1, 20), 3, 5, 5, 12);

    assertThat(estimator.centres()).containsExactly(3, 5, 5, 12, 10.5);
    assertThat(estimator.widths())
        .containsExactly(new double[] {3.333333, 3.333333, 5.5, 3.333333, 20}, PRINTED);
    assertThat(estimator.logDensity(1)).isCloseTo(-2.779371442, EXACT);
    assertThat(estimator.logDensity(5)).isCloseTo(-2.489064143, EXACT);
    assertThat(estimator.logDensity(12)).isCloseTo(-3.07266631, EXACT);
    assertThat(estimator.logDensity(20)).isCloseTo(-4.497964909, EXACT);
  }

  @Test
  void theMassesOfAllWholeNumbersMakeOne() {
    ParzenEstimator estimator = fitted(ParameterSpec.integer("x", 1, 20), 3, 5, 5, 12, 20);

    double total = 0;
    for (int x = 1; x <= 20; x++) {
      total += StrictMath.exp(estimator.logDensity(x));
    }

    assertThat(total).isCloseTo(1, within(1e-13));
  }

  @Test
  void favoursTheChoicesObserved() {
    CategoricalEstimator estimator = new CategoricalEstimator(3, new double[] {0, 0, 2});

    assertThat(estimator.logDensity(0)).isCloseTo(-.741937345, EXACT);
    assertThat(estimator.logDensity(1)).isCloseTo(-1.658228077, EXACT);
    assertThat(estimator.logDensity(2)).isCloseTo(-1.098612289, EXACT);
  }

  @Test
  void samplesStayWithinTheBoundsAndOnTheGrid() {
    ParzenEstimator estimator = fitted(TestFunction.stepped("x", .005, .1, .005), .005, .1, .1);
    RandomStream.Draws draws = new RandomStream(1, "test").draws(0, 0);

    for (int i = 0; i < 1000; i++) {
      double value = estimator.sample(draws);
      assertThat(value).isBetween(.005, .1);
      assertThat(value / .005).isCloseTo(Math.rint(value / .005), within(1e-12));
    }
  }

  @Test
  void theBestTenthCountsAsGoodUpToTwentyFive() {
    int[] n = {1, 10, 11, 20, 50, 100, 200, 250, 1000};
    int[] below = {1, 1, 2, 2, 5, 10, 20, 25, 25};

    for (int i = 0; i < n.length; i++) {
      assertThat(TpeSampler.belowCount(n[i])).isEqualTo(below[i]);
    }
  }

  @Test
  void olderObservationsCountLess() {
    double[] weights = KernelWeights.ofObservations(30);

    assertThat(weights[0]).isCloseTo(1 / 30.0, within(1e-12));
    assertThat(weights[1]).isCloseTo(.275, within(1e-12));
    assertThat(weights[2]).isCloseTo(.516667, PRINTED);
    assertThat(weights[3]).isCloseTo(.758333, PRINTED);
    assertThat(weights[4]).isCloseTo(1, within(1e-12));
    assertThat(weights[29]).isEqualTo(1);
    assertThat(KernelWeights.ofObservations(25)).containsOnly(1);
  }

  private static ParzenEstimator fitted(ParameterSpec spec, double... values) {
    Dimension dimension = new Dimension(spec);
    double[] positions = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      positions[i] = dimension.position(values[i]);
    }
    return new ParzenEstimator(dimension, positions);
  }
}
