package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import java.util.Arrays;

/**
 * The quiet ranges of one length in a data set, and each bar that breaks below one of them until
 * price recovers. They depend on the length alone, so all trials share them.
 *
 * <p>Breakdowns are in the order of their recoveries, then of their ranges, then of their bars.
 */
final class Breakdowns {
  /** A breakdown comes at most this many bars after the end of its range, exclusive. */
  static final int LATEST_BREAKDOWN = 50;

  private static final double DRYING_VOLUME = 0.8;
  private static final double AT_SUPPORT = 1.005;
  private static final double AT_RESISTANCE = 0.995;
  private static final int MIN_TOUCHES = 3;

  private final Candles candles;
  private final int lookback;
  private final int longestDuration;

  private int ranges;
  private double[] support = new double[64];
  private double[] meanVolume = new double[64];
  private double[] height = new double[64];
  private int[] touches = new int[64];

  private int size;
  private int[] range = new int[64];
  private int[] bar = new int[64];
  private int[] recovery = new int[64];

  private Breakdowns(Candles candles, int lookback, int longestDuration) {
    this.candles = candles;
    this.lookback = lookback;
    this.longestDuration = longestDuration;
    for (int end = lookback; end < candles.size(); end++) {
      if (addRange(end)) {
        addBreakdowns(end);
      }
    }
    orderByRecovery();
    trimRanges();
  }

  /**
   * Returns the breakdowns of a data set, computed once.
   *
   * @param lookback bars of a range
   * @param longestDuration bars from a breakdown to its recovery, exclusive
   */
  static Breakdowns of(Indicators indicators, int lookback, int longestDuration) {
    return indicators.memoised(
        new Key(lookback, longestDuration),
        candles -> new Breakdowns(candles, lookback, longestDuration));
  }

  private record Key(int lookback, int longestDuration) {}

  /** Returns the number of breakdowns. */
  int size() {
    return size;
  }

  /** Returns the position of the first breakdown that recovers at a bar or after it. */
  int firstRecoveredAtOrAfter(int from) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (recovery[middle] < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the range that breaks. */
  int range(int breakdown) {
    return range[breakdown];
  }

  /** Returns the bar whose low is below the support. */
  int bar(int breakdown) {
    return bar[breakdown];
  }

  /** Returns the first bar after the breakdown that closes above the support. */
  int recovery(int breakdown) {
    return recovery[breakdown];
  }

  /** Returns the lowest low of a range. */
  double support(int range) {
    return support[range];
  }

  /** Returns the mean volume of a range. */
  double meanVolume(int range) {
    return meanVolume[range];
  }

  /** Returns the height of a range as a fraction of its support. */
  double height(int range) {
    return height[range];
  }

  /** Returns the number of lows near the support and highs near the resistance of a range. */
  int touches(int range) {
    return touches[range];
  }

  private boolean addRange(int end) {
    double[] high = candles.high();
    double[] low = candles.low();
    double[] volume = candles.volume();
    int start = end - lookback;
    int middle = start + lookback / 2;
    double highest = high[start];
    double lowest = low[start];
    double firstHalf = 0;
    double secondHalf = 0;
    double total = 0;
    for (int i = start; i < end; i++) {
      highest = Math.max(highest, high[i]);
      lowest = Math.min(lowest, low[i]);
      total += volume[i];
      if (i < middle) {
        firstHalf += volume[i];
      } else {
        secondHalf += volume[i];
      }
    }
    double firstMean = firstHalf / (middle - start);
    double secondMean = secondHalf / (end - middle);
    if (!(secondMean < DRYING_VOLUME * firstMean)) {
      return false;
    }
    int lows = 0;
    int highs = 0;
    for (int i = start; i < end; i++) {
      lows += low[i] <= AT_SUPPORT * lowest ? 1 : 0;
      highs += high[i] >= AT_RESISTANCE * highest ? 1 : 0;
    }
    if (lows < MIN_TOUCHES || highs < MIN_TOUCHES) {
      return false;
    }
    if (ranges == support.length) {
      resizeRanges(ranges * 2);
    }
    support[ranges] = lowest;
    meanVolume[ranges] = total / lookback;
    height[ranges] = (highest - lowest) / lowest;
    touches[ranges] = lows + highs;
    ranges++;
    return true;
  }

  private void addBreakdowns(int end) {
    double[] low = candles.low();
    double[] close = candles.close();
    double level = support[ranges - 1];
    int last = Math.min(end + LATEST_BREAKDOWN, close.length);
    int k = end;
    for (int j = end; j < last; j++) {
      if (low[j] >= level) {
        continue;
      }
      k = Math.max(k, j + 1);
      int latest = Math.min(j + longestDuration, close.length);
      while (k < latest && !(close[k] > level)) {
        k++;
      }
      if (k < latest) {
        add(ranges - 1, j, k);
      }
    }
  }

  private void add(int ofRange, int at, int recoveredAt) {
    if (size == range.length) {
      range = Arrays.copyOf(range, size * 2);
      bar = Arrays.copyOf(bar, size * 2);
      recovery = Arrays.copyOf(recovery, size * 2);
    }
    range[size] = ofRange;
    bar[size] = at;
    recovery[size] = recoveredAt;
    size++;
  }

  /** Sorts by counting, which is stable: ranges and bars keep their order. */
  private void orderByRecovery() {
    int[] next = new int[candles.size() + 1];
    for (int x = 0; x < size; x++) {
      next[recovery[x] + 1]++;
    }
    for (int i = 0; i < candles.size(); i++) {
      next[i + 1] += next[i];
    }
    int[] orderedRange = new int[size];
    int[] orderedBar = new int[size];
    int[] orderedRecovery = new int[size];
    for (int x = 0; x < size; x++) {
      int place = next[recovery[x]]++;
      orderedRange[place] = range[x];
      orderedBar[place] = bar[x];
      orderedRecovery[place] = recovery[x];
    }
    range = orderedRange;
    bar = orderedBar;
    recovery = orderedRecovery;
  }

  private void trimRanges() {
    resizeRanges(ranges);
  }

  private void resizeRanges(int capacity) {
    support = Arrays.copyOf(support, capacity);
    meanVolume = Arrays.copyOf(meanVolume, capacity);
    height = Arrays.copyOf(height, capacity);
    touches = Arrays.copyOf(touches, capacity);
  }
}
