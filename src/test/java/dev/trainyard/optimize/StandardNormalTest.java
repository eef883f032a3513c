package dev.trainyard.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

class StandardNormalTest {
  private static final NormalDistribution HIPPARCHUS = new NormalDistribution(0, 1);

  @Test
  void agreesWithHipparchusOnTheDistributionFunction() {
    for (double x = -9; x <= 9; x += 0.01) {
      assertThat(StandardNormal.cdf(x))
          .isCloseTo(HIPPARCHUS.cumulativeProbability(x), within(5e-15));
    }
  }

  @Test
  void agreesWithHipparchusOnTheQuantile() {
    for (double p = 0.0005; p < 1; p += 0.0005) {
      assertThat(StandardNormal.quantile(p))
          .isCloseTo(HIPPARCHUS.inverseCumulativeProbability(p), within(1e-12));
    }
  }

  @Test
  void theQuantileInvertsTheDistributionFunctionFarOut() {
    for (double x = -37; x < 0; x += 0.5) {
      assertThat(StandardNormal.quantile(StandardNormal.cdf(x))).isCloseTo(x, within(1e-7));
    }
  }

  @Test
  void hasItsLimits() {
    assertThat(StandardNormal.cdf(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(StandardNormal.cdf(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(StandardNormal.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(StandardNormal.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(StandardNormal.quantile(0.5)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> StandardNormal.quantile(Double.NaN));
  }
}
