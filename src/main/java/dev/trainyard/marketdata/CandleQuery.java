package dev.trainyard.marketdata;

import dev.trainyard.market.Candles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Objects;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Reads rows of {@code candles} into primitive arrays, through a cursor. */
final class CandleQuery {
  private static final int FETCH_SIZE = 10_000;

  private static final String NEWEST =
      """
      SELECT time, open, high, low, close, volume FROM candles
       WHERE exchange = ? AND symbol = ? AND timeframe = ? AND time >= ? AND time < ?
       ORDER BY time DESC
       OFFSET ? LIMIT ?""";

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;

  CandleQuery(JdbcTemplate jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /**
   * Reads the newest candles from a time to before another, oldest first.
   *
   * @param newer number of newer candles to skip
   * @param limit maximum number of candles
   */
  Candles newest(
      CandleSeries series, OffsetDateTime from, OffsetDateTime to, long newer, int limit) {
    return Objects.requireNonNull(
        transactions.execute(
            status ->
                jdbc.execute(
                    (Connection connection) ->
                        newest(connection, series, from, to, newer, limit))));
  }

  private static Candles newest(
      Connection connection,
      CandleSeries series,
      OffsetDateTime from,
      OffsetDateTime to,
      long newer,
      int limit)
      throws SQLException {
    NewestFirst candles = new NewestFirst(limit);
    try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
      // Binary from the first execution: text would be parsed value by value. This needs a
      // statement that stays prepared, which is switched off for connections behind a pooler
      if (connection.unwrap(PGConnection.class).getPrepareThreshold() > 0) {
        statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
      }
      statement.setFetchSize(FETCH_SIZE);
      statement.setString(1, series.exchange());
      statement.setString(2, series.symbol());
      statement.setString(3, series.timeframe().label());
      statement.setObject(4, from);
      statement.setObject(5, to);
      statement.setLong(6, newer);
      statement.setInt(7, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          candles.add(rows);
        }
      }
    }
    return candles.toCandles();
  }

  /** Arrays that are filled from the end. */
  private static final class NewestFirst {
    private final long[] time;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;
    private int first;

    NewestFirst(int capacity) {
      this.time = new long[capacity];
      this.open = new double[capacity];
      this.high = new double[capacity];
      this.low = new double[capacity];
      this.close = new double[capacity];
      this.volume = new double[capacity];
      this.first = capacity;
    }

    void add(ResultSet row) throws SQLException {
      first--;
      time[first] = Objects.requireNonNull(row.getTimestamp(1)).getTime();
      open[first] = row.getDouble(2);
      high[first] = row.getDouble(3);
      low[first] = row.getDouble(4);
      close[first] = row.getDouble(5);
      volume[first] = row.getDouble(6);
    }

    Candles toCandles() {
      if (first == 0) {
        return new Candles(time, open, high, low, close, volume);
      }
      int end = time.length;
      return new Candles(
          Arrays.copyOfRange(time, first, end),
          Arrays.copyOfRange(open, first, end),
          Arrays.copyOfRange(high, first, end),
          Arrays.copyOfRange(low, first, end),
          Arrays.copyOfRange(close, first, end),
          Arrays.copyOfRange(volume, first, end));
    }
  }
}
