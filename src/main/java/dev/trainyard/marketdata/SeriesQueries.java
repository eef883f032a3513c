package dev.trainyard.marketdata;

import dev.trainyard.marketdata.SeriesCoverage.Gap;
import dev.trainyard.marketdata.SeriesCoverage.Stretch;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Reads series for those who look at them: as the bars of a chart, and as what is missing. */
public final class SeriesQueries {
  private static final int LARGEST_GAPS = 100;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;

  /**
   * @param transactions runs each read in a transaction; without one the driver would fetch a whole
   *     result at once
   */
  SeriesQueries(JdbcTemplate jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /**
   * Candles of a range as the bars of a chart. When there are more candles than bars, neighbours
   * become one bar that keeps their highest high and lowest low.
   *
   * @param from first open time, inclusive
   * @param to end of the open times, exclusive
   * @param bars bars at most, but for those that the range cuts at its ends
   */
  public CandleBars bars(CandleSeries series, Instant from, Instant to, int bars) {
    long step = series.timeframe().millis();
    long slots = Math.max(1, (to.toEpochMilli() - from.toEpochMilli() + step - 1) / step);
    long perBar = Math.max(1, (slots + bars - 1) / bars);
    Bars found = new Bars(perBar * step);
    long first = CandleBlock.micros(from);
    long end = CandleBlock.micros(to);
    read(
        series,
        first,
        end,
        true,
        part -> {
          int last = part.firstAt(end);
          for (int i = part.firstAt(first); i < last; i++) {
            found.add(part, i);
          }
        });
    return found.bars(perBar);
  }

  /**
   * Where the candles of a series are.
   *
   * @param parts parts that its time is cut into
   */
  public SeriesCoverage coverage(SeriesSummary summary, int parts) {
    CandleSeries series = summary.series();
    long step = series.timeframe().millis();
    long first = summary.firstTime().toEpochMilli();
    long slots = (summary.lastTime().toEpochMilli() - first) / step + 1;
    int cut = (int) Math.min(parts, slots);
    long[] found = new long[cut];
    Gaps gaps = new Gaps(step);
    read(
        series,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        false,
        part -> {
          for (int i = 0; i < part.size(); i++) {
            long time = part.time()[i];
            long slot = nearest(time - CandleBlock.micros(first), CandleBlock.micros(step));
            // A candle beside its slot, as some exchanges have it, may lie behind the last one
            found[(int) Math.min(cut - 1, slot * cut / slots)]++;
            gaps.add(time);
          }
        });
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 0; i < cut; i++) {
      long begin = (slots * i + cut - 1) / cut;
      long end = (slots * (i + 1) + cut - 1) / cut;
      stretches.add(
          new Stretch(
              Instant.ofEpochMilli(first + begin * step),
              Math.min(1, (double) found[i] / (end - begin))));
    }
    return new SeriesCoverage(
        summary.rows(),
        summary.firstTime(),
        summary.lastTime(),
        slots - summary.rows(),
        stretches,
        gaps.largest());
  }

  /** Reads the stored candles of a time, oldest first. */
  private void read(
      CandleSeries series, long from, long to, boolean hasFigures, Consumer<CandleColumns> parts) {
    transactions.executeWithoutResult(
        status ->
            jdbc.execute(
                (Connection connection) -> {
                  try (CandleCursor cursor =
                      new CandleCursor(
                          connection,
                          series,
                          from,
                          to,
                          CandleCursor.Order.OLDEST_FIRST,
                          hasFigures,
                          Long.MAX_VALUE)) {
                    while (cursor.next()) {
                      parts.accept(cursor.part());
                    }
                  }
                  return null;
                }));
  }

  /** Divides, and rounds to the nearest whole number. */
  private static long nearest(long dividend, long divisor) {
    return Math.floorDiv(2 * dividend + divisor, 2 * divisor);
  }

  /**
   * The bars of a chart. They begin at multiples of their width, so that they stay as they are when
   * the range moves.
   */
  private static final class Bars {
    private final long width;
    private final List<Long> time = new ArrayList<>();
    private final List<Double> open = new ArrayList<>();
    private final List<Double> high = new ArrayList<>();
    private final List<Double> low = new ArrayList<>();
    private final List<Double> close = new ArrayList<>();
    private final List<Double> volume = new ArrayList<>();
    private long candles;
    private long bar;
    private double highest;
    private double lowest;
    private double last;
    private double sum;

    /**
     * @param width milliseconds
     */
    Bars(long width) {
      this.width = width;
    }

    void add(CandleColumns part, int candle) {
      long millis = CandleBlock.millis(part.time()[candle]);
      long of = Math.floorDiv(millis, width);
      if (candles++ == 0 || of != bar) {
        end();
        bar = of;
        time.add(millis);
        open.add(part.figure(0)[candle]);
        highest = part.figure(1)[candle];
        lowest = part.figure(2)[candle];
        sum = part.figure(4)[candle];
      } else {
        highest = Math.max(highest, part.figure(1)[candle]);
        lowest = Math.min(lowest, part.figure(2)[candle]);
        sum += part.figure(4)[candle];
      }
      last = part.figure(3)[candle];
    }

    private void end() {
      if (!time.isEmpty()) {
        high.add(highest);
        low.add(lowest);
        close.add(last);
        volume.add(sum);
      }
    }

    CandleBars bars(long perBar) {
      end();
      return new CandleBars(candles, perBar, time, open, high, low, close, volume);
    }
  }

  /** The largest gaps of times that come in their order. */
  private static final class Gaps {
    private static final Comparator<Gap> SMALLEST_AND_LAST_FIRST =
        Comparator.comparingLong(Gap::missing).thenComparing(Gap::to, Comparator.reverseOrder());

    private final long step;
    private final PriorityQueue<Gap> largest = new PriorityQueue<>(SMALLEST_AND_LAST_FIRST);
    private long previous = Long.MAX_VALUE;

    /**
     * @param step milliseconds from one candle to the next
     */
    Gaps(long step) {
      this.step = step;
    }

    /**
     * @param time microseconds since 1970
     */
    void add(long time) {
      long width = CandleBlock.micros(step);
      if (previous != Long.MAX_VALUE && time - previous > width) {
        largest.add(
            new Gap(
                CandleBlock.instant(previous + width),
                CandleBlock.instant(time),
                nearest(time - previous, width) - 1));
        if (largest.size() > LARGEST_GAPS) {
          largest.remove();
        }
      }
      previous = time;
    }

    List<Gap> largest() {
      return largest.stream().sorted(SMALLEST_AND_LAST_FIRST.reversed()).toList();
    }
  }
}
