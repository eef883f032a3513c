package dev.trainyard.optimize.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.TestFunction;
import dev.trainyard.optimize.sampler.Dimension;
import dev.trainyard.strategy.ParameterSpec;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Reference values of the densities for given kernels, of which the prior comes last. */
class ParzenEstimatorTest {
  private static final Offset<Double> EXACT = within(2e-9);
  private static final Offset<Double> PRINTED = within(5e-7);

  @Test
  void mixesAKernelPerObservationWithThePrior() {
    ParzenEstimator estimator =
        mixture(ParameterSpec.real("x", 0, 10), new double[] {1, 2, 4, 5}, 2, 2, 2, 10);

    assertThat(at(estimator, .5)).isCloseTo(-1.902255562, EXACT);
    assertThat(at(estimator, 2)).isCloseTo(-1.721420034, EXACT);
    assertThat(at(estimator, 5)).isCloseTo(-2.301142294, EXACT);
    assertThat(at(estimator, 9.5)).isCloseTo(-3.698385055, EXACT);
  }

  @Test
  void isThePriorAloneWithoutObservations() {
    ParzenEstimator estimator = mixture(ParameterSpec.real("x", 0, 10), new double[] {5}, 10);

    assertThat(at(estimator, .5)).isCloseTo(-2.362857293, EXACT);
    assertThat(at(estimator, 5)).isCloseTo(-2.261607293, EXACT);
  }

  @Test
  void aSingleObservationWeighsAsMuchAsThePrior() {
    ParzenEstimator estimator =
        mixture(ParameterSpec.real("x", 0, 10), new double[] {3, 5}, 10 / 3.0, 10);

    assertThat(at(estimator, .5)).isCloseTo(-2.266495818, EXACT);
    assertThat(at(estimator, 3)).isCloseTo(-2.071139859, EXACT);
    assertThat(at(estimator, 9)).isCloseTo(-2.765806649, EXACT);
  }

  @Test
  void measuresALogParameterInLogarithms() {
    double range = -StrictMath.log(1e-4);
    ParzenEstimator estimator =
        mixture(
            ParameterSpec.logReal("x", 1e-4, 1),
            new double[] {.001, .01, .02, .01},
            range / 4,
            range / 4,
            range / 5,
            range);

    assertThat(at(estimator, .0005)).isCloseTo(-2.273028344, EXACT);
    assertThat(at(estimator, .01)).isCloseTo(-1.855681426, EXACT);
    assertThat(at(estimator, .5)).isCloseTo(-2.997828238, EXACT);
  }

  @Test
  void countsTheMassAroundAWholeNumber() {
    ParzenEstimator estimator =
        mixture(
            ParameterSpec.integer("x", 1, 20),
            new double[] {3, 5, 5, 12, 10.5},
            10 / 3.0,
            10 / 3.0,
            5.5,
            10 / 3.0,
            20);

    assertThat(at(estimator, 1)).isCloseTo(-2.779371442, EXACT);
    assertThat(at(estimator, 5)).isCloseTo(-2.489064143, EXACT);
    assertThat(at(estimator, 12)).isCloseTo(-3.07266631, EXACT);
    assertThat(at(estimator, 20)).isCloseTo(-4.497964909, EXACT);
  }

  @Test
  void kernelsOfOneWidthLookTheirMassUp() {
    // A kernel of another width makes the second column compute each mass
    double[] mu = {3, 5, 20, 20, 10.5};
    KernelColumn lookedUp =
        new NumericKernels(
            new Dimension(ParameterSpec.integer("x", 1, 20)), mu, new double[] {2, 2, 2, 2, 20});
    KernelColumn computed =
        new NumericKernels(
            new Dimension(ParameterSpec.integer("x", 1, 20)), mu, new double[] {2, 2, 2, 3, 20});
    for (int x = 1; x <= 20; x++) {
      double[] fast = new double[5];
      double[] slow = new double[5];
      lookedUp.addLogDensities(x, fast);
      computed.addLogDensities(x, slow);
      for (int k : new int[] {0, 1, 2, 4}) {
        assertThat(fast[k]).isCloseTo(slow[k], within(1e-9));
      }
    }
  }

  @Test
  void theMassesOfAllWholeNumbersMakeOne() {
    ParzenEstimator estimator =
        mixture(
            ParameterSpec.integer("x", 1, 20), new double[] {3, 5, 12, 20, 10.5}, 2, 2, 2, 2, 20);

    double total = 0;
    for (int x = 1; x <= 20; x++) {
      total += StrictMath.exp(at(estimator, x));
    }

    assertThat(total).isCloseTo(1, within(1e-13));
  }

  @Test
  void favoursTheChoicesObserved() {
    ParzenEstimator estimator =
        new ParzenEstimator(
            new KernelColumn[] {new CategoricalKernels(3, new double[] {0, 0, 2})},
            KernelWeights.normalised(3));

    assertThat(at(estimator, 0)).isCloseTo(-.741937345, EXACT);
    assertThat(at(estimator, 1)).isCloseTo(-1.658228077, EXACT);
    assertThat(at(estimator, 2)).isCloseTo(-1.098612289, EXACT);
  }

  @Test
  void aKernelIsTheProductOfItsParts() {
    KernelColumn left = kernels(ParameterSpec.real("x", 0, 10), new double[] {2, 5}, 2, 10);
    KernelColumn right = kernels(ParameterSpec.integer("y", 1, 9), new double[] {8, 5}, 1.5, 9);
    double[] weights = {0.75, 0.25};

    double[] x = new double[2];
    double[] y = new double[2];
    left.addLogDensities(3, x);
    right.addLogDensities(7, y);
    double expected =
        StrictMath.log(.75 * StrictMath.exp(x[0] + y[0]) + .25 * StrictMath.exp(x[1] + y[1]));

    assertThat(
            new ParzenEstimator(new KernelColumn[] {left, right}, weights)
                .logDensity(new double[] {3, 7}))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void kernelsNarrowWithTheNumberOfObservations() {
    assertThat(TpeSampler.width(10, 1, 4)).isEqualTo(5);
    assertThat(TpeSampler.width(10, 24, 4)).isCloseTo(10 * .1 * Math.pow(24, -.125), EXACT);
    assertThat(TpeSampler.width(10, 1_000_000, 1)).isCloseTo(.1, EXACT);
  }

  @Test
  void samplesStayWithinTheBoundsAndOnTheGrid() {
    KernelColumn kernels =
        kernels(
            TestFunction.stepped("x", .005, .1, .005),
            new double[] {.005, .1, .0525},
            .05,
            .05,
            .1);
    RandomStream.Draws draws = new RandomStream(1, "test").draws(0, 0);

    for (int i = 0; i < 1000; i++) {
      double value = kernels.sample(i % 3, draws);
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

  private static ParzenEstimator mixture(ParameterSpec spec, double[] values, double... sigmas) {
    return new ParzenEstimator(
        new KernelColumn[] {kernels(spec, values, sigmas)},
        KernelWeights.normalised(values.length - 1));
  }

  private static KernelColumn kernels(ParameterSpec spec, double[] values, double... sigmas) {
    Dimension dimension = new Dimension(spec);
    return new NumericKernels(
        dimension, Arrays.stream(values).map(dimension::position).toArray(), sigmas);
  }

  private static double at(ParzenEstimator estimator, double value) {
    return estimator.logDensity(new double[] {value});
  }
}
