package dev.trainyard.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.optimize.RandomStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShiftTestTest {
  private static final int BARS = 3000;
  private static final int HOLDING = 50;

  @Test
  void positionsThatKnewThePriceAreBeyondLuck() {
    double[] returns = returns(1);
    double[] positions = new double[BARS];
    for (int bar = 0; bar < BARS; bar += 10) {
      positions[bar] = Math.signum(returns[bar]);
    }

    assertThat(ShiftTest.pValue(positions, returns, HOLDING, stream())).hasValue(1.0 / 2001);
  }

  @Test
  void ofPositionsByChanceAFewInAHundredLookLikeMore() {
    int beyond = 0;
    for (int seed = 0; seed < 200; seed++) {
      double[] positions = new double[BARS];
      Random random = new Random(seed);
      for (int trade = 0; trade < 40; trade++) {
        int entry = random.nextInt(BARS - HOLDING);
        int side = random.nextBoolean() ? 1 : -1;
        for (int bar = entry; bar < entry + HOLDING; bar++) {
          positions[bar] = side;
        }
      }
      double p = ShiftTest.pValue(positions, returns(1000 + seed), HOLDING, stream()).orElseThrow();
      beyond += p <= 0.05 ? 1 : 0;
    }
    assertThat(beyond).as("of 200 at the level 0.05").isBetween(2, 20);
  }

  @Test
  void beingAlwaysInARisingMarketIsNoSkill() {
    double[] positions = new double[BARS];
    double[] returns = new double[BARS];
    for (int bar = 0; bar < BARS; bar++) {
      positions[bar] = 1;
      returns[bar] = 0.001;
    }

    assertThat(ShiftTest.pValue(positions, returns, HOLDING, stream())).hasValue(1);
  }

  @Test
  void withoutPositionsOrRoomForAShiftThereIsNone() {
    assertThat(ShiftTest.pValue(new double[BARS], returns(1), HOLDING, stream())).isEmpty();
    double[] short1 = {1, 0, 0};
    assertThat(ShiftTest.pValue(short1, new double[3], HOLDING, stream())).isEmpty();
  }

  private static double[] returns(long seed) {
    Random random = new Random(seed);
    return random.doubles(BARS).map(u -> (u - 0.5) * 0.02).toArray();
  }

  private static RandomStream stream() {
    return new RandomStream(42, "p-value");
  }
}
