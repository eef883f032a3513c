package dev.trainyard.validation.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecayTestTest {
  private static final Promise PROMISE = new Promise(100, 0.004, 0.01, 0.02);

  @ParameterizedTest
  @EnumSource(TradeShape.class)
  void ofEdgesThatKeepExactlyHalfOfTheirPromiseAtMostFiveInAHundredAreEverCalledDecayed(
      TradeShape shape) {
    SplittableRandom random = new SplittableRandom(70 + shape.name().hashCode());
    Promise promise = shape.promise(0.3);
    double mean = shape.meanOfHalf(promise);
    int runs = 1_000;
    int decayed = 0;
    for (int run = 0; run < runs; run++) {
      double[] results = shape.draw(random, 1_500, mean);
      decayed += DecayTest.of(promise, results).isDecayed() ? 1 : 0;
    }

    assertThat(decayed / (double) runs).isLessThanOrEqualTo(DecayTest.ERROR_RATE + 0.015);
  }

  @ParameterizedTest
  @EnumSource(TradeShape.class)
  void anEdgeThatEndsIsFoundWhetherItEndsAtOnceOrLater(TradeShape shape) {
    SplittableRandom random = new SplittableRandom(110 + shape.name().hashCode());
    Promise promise = shape.promise(0.3);
    for (int kept : new int[] {0, 200}) {
      int found = 0;
      for (int run = 0; run < 50; run++) {
        double[] results = shape.draw(random, kept + 2_000, 0);
        for (int i = 0; i < kept; i++) {
          results[i] += 0.3;
        }
        found += DecayTest.of(promise, results).decayedAt() >= kept ? 1 : 0;
      }
      assertThat(found).as("edge of %d trades", kept).isGreaterThan(45);
    }
  }

  @Test
  void whatWasDecidedStaysDecidedWhateverTradesFollow() {
    double[] losses = new double[40];
    Arrays.fill(losses, -0.02);
    DecayTest early = DecayTest.of(PROMISE, losses);
    assertThat(early.isDecayed()).isTrue();

    double[] recovered = Arrays.copyOf(losses, 400);
    Arrays.fill(recovered, 40, 400, 0.02);
    DecayTest late = DecayTest.of(PROMISE, recovered);

    assertThat(late.decayedAt()).isEqualTo(early.decayedAt());
    assertThat(late.evidence()).isEqualTo(early.evidence());
    assertThat(late.trades()).isEqualTo(400);
  }

  @Test
  void theEvidenceBeforeAnyTradeIsOneAndAFactorPerTradeIsNeverNegative() {
    assertThat(DecayTest.of(PROMISE, new double[0])).isEqualTo(new DecayTest(0, 0, 1, -1));
    // A cap far above the mean would let a win take more than all of the money
    Promise wild = new Promise(10, 0.001, 0.0005, 0.1);
    double[] wins = new double[50];
    Arrays.fill(wins, 1);
    assertThat(DecayTest.of(wild, wins).evidence()).isPositive();
    assertThat(DecayTest.of(wild, wins).mean()).isEqualTo(0.1, within(1e-12));
  }

  @Test
  void aPromiseCutsWhatNoTradeMayCountAbove() {
    double[] results = new double[50];
    Arrays.fill(results, -0.001);
    results[49] = 1;

    // One lucky trade makes the mean; cut, it promises less, and the cap holds later too
    Promise promise = Promise.of(results).orElseThrow();

    assertThat(promise.cap()).isBetween(0.25, 0.35);
    assertThat(promise.mean()).isLessThan(0.019);
    assertThat(Promise.fromMap(promise.toMap()).mean()).isEqualTo(promise.mean(), within(1e-12));
  }

  @Test
  void nothingIsPromisedByFewTradesNorByLosses() {
    double[] few = new double[Promise.MIN_TRADES - 1];
    Arrays.setAll(few, i -> i);
    assertThat(Promise.of(few)).isEmpty();
    double[] losing = new double[100];
    Arrays.setAll(losing, i -> i % 2 == 0 ? -0.02 : 0.01);
    assertThat(Promise.of(losing)).isEmpty();
    assertThat(Promise.of(new double[100])).isEmpty();
  }
}
