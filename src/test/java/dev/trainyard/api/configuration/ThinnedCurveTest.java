package dev.trainyard.api.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinnedCurveTest {
  private static double[] walk(int bars, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] curve = new double[bars];
    double value = 10_000;
    for (int bar = 0; bar < bars; bar++) {
      value *= 1 + random.nextDouble(-0.01, 0.01);
      curve[bar] = value;
    }
    return curve;
  }

  private static double deepest(double[] curve) {
    double peak = curve[0];
    double deepest = 0;
    for (double value : curve) {
      peak = Math.max(peak, value);
      deepest = Math.max(deepest, 1 - value / peak);
    }
    return deepest;
  }

  @Test
  void aShortCurveIsKeptWhole() {
    assertThat(ThinnedCurve.bars(walk(100, 1), 100).toArray())
        .isEqualTo(IntStream.range(0, 100).toArray());
  }

  @Test
  void aLongOneKeepsItsEndsItsExtremesAndItsDeepestDrawdown() {
    for (long seed = 0; seed < 200; seed++) {
      double[] curve = walk(20_011, seed);

      int[] bars = ThinnedCurve.bars(curve, 500).toArray();

      assertThat(bars).hasSizeLessThanOrEqualTo(500).isSorted().startsWith(0).endsWith(20_010);
      double[] kept = IntStream.of(bars).mapToDouble(bar -> curve[bar]).toArray();
      assertThat(DoubleStream.of(kept).max()).isEqualTo(DoubleStream.of(curve).max());
      assertThat(DoubleStream.of(kept).min()).isEqualTo(DoubleStream.of(curve).min());
      assertThat(deepest(kept)).isCloseTo(deepest(curve), within(0.0));
    }
  }

  @Test
  void aFallBetweenTwoHighsOfOnePartIsKept() {
    double[] curve = new double[10_000];
    for (int bar = 0; bar < curve.length; bar++) {
      curve[bar] = 100 + bar;
    }
    curve[5001] = 10;

    double[] kept = ThinnedCurve.bars(curve, 100).mapToDouble(bar -> curve[bar]).toArray();

    assertThat(deepest(kept)).isCloseTo(deepest(curve), within(0.0));
  }
}
