package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Indicators;
import java.util.Arrays;

/**
 * The swings of the last {@code span} bars in the order of prices, for every bar of a data set.
 *
 * <p>Bars are grouped into blocks. A block keeps the sorted ranks of all swings that any of its
 * bars can see. A reader skips those that its bar cannot see. Memory and time are linear in the
 * bars, and one structure per span serves all trials.
 */
final class SwingWindows {
  private static final int BLOCKS_PER_SPAN = 8;

  private final SwingPoints swings;
  private final int span;
  private final int blockBars;
  private final int[] offsets;
  private final int[] ranks;

  private SwingWindows(SwingPoints swings, int span, int bars) {
    this.swings = swings;
    this.span = span;
    this.blockBars = Math.max(1, span / BLOCKS_PER_SPAN);
    int blocks = (bars + blockBars - 1) / blockBars;
    offsets = new int[blocks + 1];
    int[] timeRanks = swings.ranks();
    int[] barOfRank = swings.bars();
    int[] collected = new int[Math.max(16, swings.size() * (BLOCKS_PER_SPAN + 2))];
    int first = 0;
    int end = 0;
    int n = 0;
    for (int block = 0; block < blocks; block++) {
      int blockFirst = block * blockBars;
      int blockLast = Math.min(bars, blockFirst + blockBars) - 1;
      while (first < timeRanks.length && barOfRank[timeRanks[first]] < firstVisible(blockFirst)) {
        first++;
      }
      while (end < timeRanks.length && barOfRank[timeRanks[end]] <= lastVisible(blockLast)) {
        end++;
      }
      int count = Math.max(0, end - first);
      if (n + count > collected.length) {
        collected = Arrays.copyOf(collected, Math.max(n + count, collected.length * 2));
      }
      System.arraycopy(timeRanks, first, collected, n, count);
      Arrays.sort(collected, n, n + count);
      n += count;
      offsets[block + 1] = n;
    }
    ranks = Arrays.copyOf(collected, n);
  }

  /** Returns the windows of a span, computed once per data set. */
  static SwingWindows of(Indicators indicators, SwingPoints.Kind kind, int span) {
    return indicators.memoised(
        new Key(kind, span),
        candles -> new SwingWindows(SwingPoints.of(indicators, kind), span, candles.size()));
  }

  /** Returns the first bar whose swing a bar can see. */
  int firstVisible(int bar) {
    return bar - span + 1;
  }

  /** Returns the last bar whose swing a bar can see. */
  int lastVisible(int bar) {
    return bar - SwingPoints.CONFIRMATION_BARS;
  }

  /** Returns the swings to which the ranks refer. */
  SwingPoints swings() {
    return swings;
  }

  /** Returns the ranks of all blocks, ascending within a block. */
  int[] ranks() {
    return ranks;
  }

  /** Returns the start of the block of a bar in {@link #ranks}. */
  int start(int bar) {
    return offsets[bar / blockBars];
  }

  /** Returns the end, exclusive, of the block of a bar. */
  int end(int bar) {
    return offsets[bar / blockBars + 1];
  }

  private record Key(SwingPoints.Kind kind, int span) {}
}
