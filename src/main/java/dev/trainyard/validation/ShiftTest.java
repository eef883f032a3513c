package dev.trainyard.validation;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.market.Candles;
import dev.trainyard.optimize.RandomStream;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How often luck alone times the positions of a back-test as well: they are shifted around the
 * circle of its bars, which keeps their number, sizes, sides and lengths and takes away nothing but
 * what they knew of the price. Costs are the same at every shift and cancel out.
 */
final class ShiftTest {
  private static final int SHIFTS = 2000;

  private ShiftTest() {}

  /**
   * The probability of a result at least as good by luck: (1 + number of shifts that are at least
   * as good) / (1 + number of shifts).
   *
   * @param shortest bars of the shortest shift: the longest time that a position is held
   * @param random chooses the shifts
   * @return empty without positions, or with too few bars for a shift
   */
  static OptionalDouble pValue(
      BacktestResult result, Candles candles, int shortest, RandomStream random) {
    double[] close = candles.close();
    double[] returns = new double[result.to() - result.from()];
    for (int k = 0; k < returns.length; k++) {
      int bar = result.from() + k;
      returns[k] = bar == 0 ? 0 : close[bar] / close[bar - 1] - 1;
    }
    return pValue(result.positions(), returns, shortest, random);
  }

  static OptionalDouble pValue(
      double[] positions, double[] returns, int shortest, RandomStream random) {
    int bars = positions.length;
    int[] held = heldBars(positions);
    int choices = bars - 2 * shortest + 1;
    if (held.length == 0 || choices < 1) {
      return OptionalDouble.empty();
    }
    double own = earned(positions, held, returns, 0);
    RandomStream.Draws draws = random.draws(0, 0);
    int asGood = 0;
    for (int k = 0; k < SHIFTS; k++) {
      int shift = shortest + draws.nextInt(choices);
      if (earned(positions, held, returns, shift) >= own) {
        asGood++;
      }
    }
    return OptionalDouble.of((1.0 + asGood) / (1 + SHIFTS));
  }

  private static int[] heldBars(double[] positions) {
    int[] held = new int[positions.length];
    int size = 0;
    for (int bar = 0; bar < positions.length; bar++) {
      if (positions[bar] != 0) {
        held[size++] = bar;
      }
    }
    return Arrays.copyOf(held, size);
  }

  private static double earned(double[] positions, int[] held, double[] returns, int shift) {
    double earned = 0;
    for (int bar : held) {
      int shifted = bar + shift;
      earned +=
          positions[bar] * returns[shifted < returns.length ? shifted : shifted - returns.length];
    }
    return earned;
  }
}
