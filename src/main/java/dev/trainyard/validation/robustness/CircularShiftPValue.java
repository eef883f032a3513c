package dev.trainyard.validation.robustness;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Exposure;
import dev.trainyard.backtest.RoundedSum;
import dev.trainyard.market.Candles;
import dev.trainyard.optimize.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Tests how often luck alone times the positions of a back-test as well. The positions are shifted
 * around the circle of its bars, which keeps their number, sizes, sides and lengths and removes
 * only their relation to the price. Costs are the same at every shift and cancel out.
 *
 * <p>Every rotation counts, including the short ones. All rotations form a group, so for positions
 * without skill every rank of the unshifted result is equally likely, however much neighbouring
 * shifts have in common (E. J. G. Pitman, "Significance tests which may be applied to samples from
 * any populations", 1937). Without the short rotations, a hold-out hardly longer than two positions
 * had few shifts, all similar. A p-value below 0.05 on a random walk then had a probability of 23
 * %.
 *
 * @param shifts number of different shifts tested: all, or {@link #MAX_SHIFTS} of them
 * @param asGood number of these shifts that earn at least as much
 * @param pValue (1 + {@code asGood}) / (1 + {@code shifts}); empty when no p-value below {@link
 *     #LEVEL} is possible with so few shifts, and when all of them earn the same
 */
public record CircularShiftPValue(int shifts, int asGood, OptionalDouble pValue) {

  /** Level at which a p-value counts. */
  public static final double LEVEL = 0.05;

  /** The most shifts to test; of more, this many are drawn, each once. */
  static final int MAX_SHIFTS = 2000;

  /**
   * Shifts the positions of a back-test.
   *
   * @param random chooses the shifts when there are too many
   */
  public static CircularShiftPValue of(
      BacktestResult result, Candles candles, RandomStream random) {
    return of(List.of(Exposure.of(result, candles)), random);
  }

  /**
   * Shifts positions.
   *
   * @param positions signed size over each bar
   * @param returns returns of the price over each bar
   */
  public static CircularShiftPValue of(double[] positions, double[] returns, RandomStream random) {
    return of(List.of(new Exposure(positions, returns)), random);
  }

  /**
   * Shifts the positions in several series together, by the same number of bars.
   *
   * @param series positions and returns of each, over the same bars
   */
  public static CircularShiftPValue of(List<Exposure> series, RandomStream random) {
    int others =
        Math.max(0, Rotations.distinct(series.stream().map(Exposure::positions).toList()) - 1);
    int shifts = Math.min(others, MAX_SHIFTS);
    if (1.0 / (1 + shifts) >= LEVEL) {
      return new CircularShiftPValue(shifts, 0, OptionalDouble.empty());
    }
    List<int[]> held = series.stream().map(one -> heldBars(one.positions())).toList();
    double own = earned(series, held, 0);
    double residue = series.stream().mapToDouble(CircularShiftPValue::magnitude).sum();
    int asGood = 0;
    boolean differs = false;
    for (int shift : shifts(others, shifts, random.draws(0, 0))) {
      double more = RoundedSum.of(earned(series, held, shift) - own, residue);
      asGood += more >= 0 ? 1 : 0;
      differs |= more != 0;
    }
    if (!differs) {
      return new CircularShiftPValue(shifts, asGood, OptionalDouble.empty());
    }
    return new CircularShiftPValue(
        shifts, asGood, OptionalDouble.of((1.0 + asGood) / (1 + shifts)));
  }

  /** Returns some of the shifts from 1 to {@code all}, each once. */
  private static int[] shifts(int all, int some, RandomStream.Draws draws) {
    int[] shifts = new int[all];
    for (int k = 0; k < all; k++) {
      shifts[k] = k + 1;
    }
    if (some < all) {
      for (int k = 0; k < some; k++) {
        int other = k + draws.nextInt(all - k);
        int chosen = shifts[other];
        shifts[other] = shifts[k];
        shifts[k] = chosen;
      }
    }
    return Arrays.copyOf(shifts, some);
  }

  private static double magnitude(Exposure series) {
    double[] positions = series.positions();
    double[] returns = series.returns();
    double held = 0;
    double largest = 0;
    for (int bar = 0; bar < positions.length; bar++) {
      held += Math.abs(positions[bar]);
      largest = Math.max(largest, Math.abs(returns[bar]));
    }
    return held * largest;
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

  private static double earned(List<Exposure> series, List<int[]> held, int shift) {
    double earned = 0;
    for (int k = 0; k < held.size(); k++) {
      earned += earned(series.get(k), held.get(k), shift);
    }
    return earned;
  }

  private static double earned(Exposure series, int[] held, int shift) {
    double[] positions = series.positions();
    double[] returns = series.returns();
    double earned = 0;
    for (int bar : held) {
      int shifted = bar + shift;
      earned +=
          positions[bar] * returns[shifted < returns.length ? shifted : shifted - returns.length];
    }
    return earned;
  }
}
