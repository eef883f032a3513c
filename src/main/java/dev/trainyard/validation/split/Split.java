package dev.trainyard.validation.split;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;

/**
 * The division of candles: the search part [0, searchTo), an embargo that no trade of the search
 * can reach across, and the hold-out [holdoutFrom, size). M. López de Prado, "Advances in financial
 * machine learning", 2018, chapter 7.
 *
 * @param size number of candles
 * @param searchTo end of the search part, exclusive
 * @param holdoutFrom first candle of the hold-out
 * @param embargo candles between a fitted part and a judging part: the longest holding time
 * @param windows the walk-forward windows, oldest first
 * @param settings settings of the division
 */
public record Split(
    int size,
    int searchTo,
    int holdoutFrom,
    int embargo,
    List<WalkForwardWindow> windows,
    ValidationSettings settings) {
  /** A shorter part is not a sample. */
  private static final int MIN_PART = 30;

  private static final int MIN_TEST = 10;

  private static final int MIN_TRIALS = 20;

  public Split {
    windows = List.copyOf(windows);
  }

  /**
   * Divides candles.
   *
   * @param size number of candles
   * @param embargo see {@link #longestHolding}
   * @throws TooFewCandlesException when a part would be shorter than the embargo
   */
  public static Split of(int size, int embargo, ValidationSettings settings) {
    if (!fits(size, embargo, settings)) {
      int needed = size + 1;
      while (!fits(needed, embargo, settings)) {
        needed++;
      }
      throw new TooFewCandlesException(size, needed, embargo, settings);
    }
    int searchTo = searchTo(size, settings);
    List<WalkForwardWindow> windows = new ArrayList<>();
    for (int k = 0; k < settings.windows(); k++) {
      int testFrom = testStart(searchTo, k, settings.windows());
      int testTo = testStart(searchTo, k + 1, settings.windows());
      int trainFrom = testFrom - searchTo / 2;
      windows.add(new WalkForwardWindow(k + 1, trainFrom, testFrom - embargo, testFrom, testTo));
    }
    return new Split(size, searchTo, searchTo + embargo, embargo, windows, settings);
  }

  /**
   * Returns the longest holding time of a position in a parameter space, in bars. Tries each
   * parameter by itself at its bounds or choices.
   */
  public static int longestHolding(Strategy strategy, ParameterSpace space) {
    double[] base = new double[space.size()];
    for (int p = 0; p < base.length; p++) {
      base[p] = extremes(space.get(p))[0];
    }
    int longest = 0;
    for (int p = 0; p < base.length; p++) {
      for (double extreme : extremes(space.get(p))) {
        double[] point = base.clone();
        point[p] = extreme;
        longest = Math.max(longest, strategy.maxHolding(new Parameters(space, point)));
      }
    }
    return longest;
  }

  /** Returns the number of trials of each walk-forward window, given the trials of the search. */
  public int trialsPerWindow(int searchTrials) {
    return Math.max(MIN_TRIALS, searchTrials / windows.size());
  }

  /**
   * Returns the work of the walk-forward in trials of the search; the time of a trial is
   * proportional to its candles.
   *
   * @param searchTrials trials of the search
   */
  public double walkForwardWork(int searchTrials) {
    double candles = windows.stream().mapToDouble(WalkForwardWindow::trainBars).sum();
    return trialsPerWindow(searchTrials) * candles / searchTo;
  }

  /**
   * Returns the fewest candles in all with which the same settings give a hold-out of some candles.
   *
   * @param holdout candles of the hold-out, any number
   */
  public double candlesForHoldout(double holdout) {
    // Rounding down the search part leaves up to one candle more
    double least = Math.floor((holdout + embargo - 1) / settings.holdout()) - 2;
    while (least - searchTo(least, settings) - embargo < holdout) {
      least = Math.max(least + 1, Math.nextUp(least));
    }
    return least;
  }

  /**
   * Returns the fewest candles that can be divided.
   *
   * @param embargo see {@link #longestHolding}
   */
  public static int fewestCandles(int embargo, ValidationSettings settings) {
    int size = 1;
    while (!fits(size, embargo, settings)) {
      size++;
    }
    return size;
  }

  /** Describes what {@link #fewestCandles} is needed for. */
  public static String need(int candles, int embargo, ValidationSettings settings) {
    return TooFewCandlesException.need(candles, embargo, settings);
  }

  private static double[] extremes(ParameterSpec spec) {
    if (spec.type() != ParameterType.CATEGORICAL) {
      return new double[] {spec.low(), spec.high()};
    }
    double[] indices = new double[spec.choices().size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i;
    }
    return indices;
  }

  private static boolean fits(int size, int embargo, ValidationSettings settings) {
    int part = Math.max(embargo, MIN_PART);
    int searchTo = searchTo(size, settings);
    int test = (searchTo - searchTo / 2) / settings.windows();
    return size - searchTo - embargo >= part && searchTo / 2 - embargo >= part && test >= MIN_TEST;
  }

  private static int searchTo(int size, ValidationSettings settings) {
    return (int) searchTo((double) size, settings);
  }

  private static double searchTo(double size, ValidationSettings settings) {
    // The tolerance keeps 0.7 · 10,000 from becoming 6,999
    return Math.floor(size * (1 - settings.holdout()) + 1e-6);
  }

  private static int testStart(int searchTo, int k, int windows) {
    int half = searchTo / 2;
    return half + (int) ((long) (searchTo - half) * k / windows);
  }
}
