package dev.trainyard.marketdata;

import dev.trainyard.market.file.CandleSink;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts candles, oldest first and each time once, into the blocks of a series, and counts what
 * changes. Only blocks that change are written.
 */
final class BlockMerge implements CandleSink {
  private static final int BLOCKS_AT_ONCE = 64;

  private final CandleBlockTable table;
  private final CandleSeries series;
  private final boolean isTrial;
  private final long step;
  private final long length;

  private final List<CandleColumns> offered = new ArrayList<>();
  private @Nullable CandleColumns current;
  private final CandleColumns stored = new CandleColumns();
  private final CandleColumns merged = new CandleColumns();

  private long end = Long.MIN_VALUE;
  private OptionalLong previousBefore = OptionalLong.empty();
  private OptionalLong previousAfter = OptionalLong.empty();
  private boolean begun;
  private long reached;
  private long inserted;
  private long updated;
  private long newRuns;

  /**
   * @param table of the series, whose lock is held, and that has only blocks where candles are
   *     offered
   * @param isTrial whether nothing is written
   */
  BlockMerge(CandleBlockTable table, CandleSeries series, boolean isTrial) {
    this.table = table;
    this.series = series;
    this.isTrial = isTrial;
    this.step = CandleBlock.micros(series.timeframe().millis());
    this.length = CandleBlock.length(series.timeframe());
  }

  /**
   * Adds a candle.
   *
   * @throws DatabaseFailureException when the database fails
   */
  @Override
  public void accept(
      long line, long time, double open, double high, double low, double close, double volume) {
    long micros = CandleBlock.micros(time);
    CandleColumns block = current;
    if (block == null || micros >= end) {
      if (offered.size() == BLOCKS_AT_ONCE) {
        try {
          merge();
        } catch (SQLException e) {
          throw new DatabaseFailureException(e);
        }
      }
      block = new CandleColumns();
      offered.add(block);
      current = block;
      end = start(micros) + length;
    }
    block.add(micros, open, high, low, close, volume);
  }

  /** Puts the last candles into their blocks. */
  void finish() throws SQLException {
    if (!offered.isEmpty()) {
      merge();
    }
    OptionalLong next = table.firstFrom(end);
    if (next.isPresent()) {
      follow(next.getAsLong());
    }
  }

  /** Returns how many candles were added. */
  long inserted() {
    return inserted;
  }

  /** Returns how many candles were stored with other figures. */
  long updated() {
    return updated;
  }

  /**
   * Returns how many stretches without a hole there are more than before: one that begins counts,
   * one that now continues another counts against it.
   */
  long newRuns() {
    return newRuns;
  }

  private void merge() throws SQLException {
    long first = start(offered.get(0).first());
    long last = start(offered.get(offered.size() - 1).first());
    List<Long> starts = offered.stream().map(block -> start(block.first())).toList();
    if (!begun) {
      previousBefore = table.lastBefore(first);
      previousAfter = previousBefore;
      reached = first;
      begun = true;
    }
    SortedMap<Long, CandleBlockTable.Stored> blocks = table.between(reached, last, starts);
    Set<Long> touched = new HashSet<>(starts);
    Set<Long> all = new TreeSet<>(starts);
    all.addAll(blocks.keySet());
    List<CandleBlock> changed = new ArrayList<>();
    int next = 0;
    for (long start : all) {
      CandleBlockTable.Stored block = blocks.get(start);
      if (touched.contains(start)) {
        merge(offered.get(next++), block, changed);
      } else if (block != null) {
        follow(block.block().first());
        previousBefore = OptionalLong.of(block.block().last());
        previousAfter = previousBefore;
      }
    }
    if (!isTrial) {
      table.write(changed);
    }
    offered.clear();
    current = null;
    reached = last + length;
  }

  private void merge(
      CandleColumns candles, CandleBlockTable.@Nullable Stored block, List<CandleBlock> changed) {
    if (block == null) {
      inserted += candles.size();
      newRuns += runs(candles, previousAfter);
      previousAfter = OptionalLong.of(candles.last());
      changed.add(CandleBlock.of(candles));
      return;
    }
    block.block().unpack(stored);
    if (put(candles)) {
      changed.add(CandleBlock.of(merged));
    }
    newRuns += runs(merged, previousAfter) - runs(stored, previousBefore);
    previousAfter = OptionalLong.of(merged.last());
    previousBefore = OptionalLong.of(stored.last());
  }

  /** Merges candles with the stored ones, and returns whether that changes any. */
  private boolean put(CandleColumns candles) {
    merged.clear(stored.size() + candles.size());
    long before = inserted + updated;
    int old = 0;
    for (int i = 0; i < candles.size(); i++) {
      long time = candles.time()[i];
      while (old < stored.size() && stored.time()[old] < time) {
        merged.add(stored, old++);
      }
      if (old == stored.size() || stored.time()[old] > time) {
        inserted++;
        merged.add(candles, i);
      } else if (candles.hasFiguresOf(i, stored, old)) {
        merged.add(stored, old++);
      } else {
        updated++;
        merged.add(candles, i);
        old++;
      }
    }
    while (old < stored.size()) {
      merged.add(stored, old++);
    }
    return inserted + updated > before;
  }

  private long runs(CandleColumns candles, OptionalLong previous) {
    long runs = begins(candles.first(), previous) ? 1 : 0;
    for (int i = 1; i < candles.size(); i++) {
      runs += candles.time()[i] - candles.time()[i - 1] != step ? 1 : 0;
    }
    return runs;
  }

  private boolean begins(long time, OptionalLong previous) {
    return previous.isEmpty() || time - previous.getAsLong() != step;
  }

  /** Counts what becomes of the first candle after those that have changed. */
  private void follow(long time) {
    newRuns += (begins(time, previousAfter) ? 1 : 0) - (begins(time, previousBefore) ? 1 : 0);
  }

  private long start(long micros) {
    return CandleBlock.start(micros, series.timeframe());
  }
}
