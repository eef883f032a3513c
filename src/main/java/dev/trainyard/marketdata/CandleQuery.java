package dev.trainyard.marketdata;

import dev.trainyard.market.Candles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Reads stored candles into primitive arrays. */
final class CandleQuery {
  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;

  CandleQuery(JdbcTemplate jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /**
   * Reads the newest candles from a time to before another, oldest first.
   *
   * @param from microseconds since 1970; {@link Long#MIN_VALUE} for the first candle
   * @param to microseconds since 1970; {@link Long#MAX_VALUE} for the last candle
   * @param newer number of newer candles to skip
   * @param limit maximum number of candles
   */
  Candles newest(CandleSeries series, long from, long to, long newer, int limit) {
    return Objects.requireNonNull(
        transactions.execute(
            status ->
                jdbc.execute(
                    (Connection connection) ->
                        newest(connection, series, from, to, newer, limit))));
  }

  private static Candles newest(
      Connection connection, CandleSeries series, long from, long to, long newer, int limit)
      throws SQLException {
    NewestFirst candles = new NewestFirst(newer, limit);
    try (CandleCursor cursor =
        new CandleCursor(
            connection, series, from, to, CandleCursor.Order.NEWEST_FIRST, true, newer + limit)) {
      while (!candles.isFull() && cursor.next()) {
        candles.add(cursor.part(), from, to);
      }
    }
    return candles.toCandles();
  }

  /** Arrays that are filled from the end. */
  private static final class NewestFirst {
    private final long[] time;
    private final double[][] figures;
    private long skip;
    private int first;

    NewestFirst(long skip, int capacity) {
      this.time = new long[capacity];
      this.figures = new double[CandleColumns.FIGURES][capacity];
      this.skip = skip;
      this.first = capacity;
    }

    boolean isFull() {
      return first == 0;
    }

    /** Adds the candles of a time, but for those to skip and those without room. */
    void add(CandleColumns part, long from, long to) {
      int begin = part.firstAt(from);
      int end = part.firstAt(to);
      int skipped = (int) Math.min(skip, end - begin);
      skip -= skipped;
      int added = Math.min(end - skipped - begin, first);
      int source = end - skipped - added;
      first -= added;
      for (int i = 0; i < added; i++) {
        time[first + i] = CandleBlock.millis(part.time()[source + i]);
      }
      for (int k = 0; k < CandleColumns.FIGURES; k++) {
        System.arraycopy(part.figure(k), source, figures[k], first, added);
      }
    }

    Candles toCandles() {
      return new Candles(
          rest(time),
          rest(figures[0]),
          rest(figures[1]),
          rest(figures[2]),
          rest(figures[3]),
          rest(figures[4]));
    }

    private long[] rest(long[] column) {
      return first == 0 ? column : Arrays.copyOfRange(column, first, column.length);
    }

    private double[] rest(double[] column) {
      return first == 0 ? column : Arrays.copyOfRange(column, first, column.length);
    }
  }
}
