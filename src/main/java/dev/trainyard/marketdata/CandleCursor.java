package dev.trainyard.marketdata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * Reads the stored candles of a series part by part, with one statement, so that all are of one
 * moment. A part is a block, or a candle that has not been packed into one.
 */
final class CandleCursor implements AutoCloseable {
  private static final int BLOCKS_AT_ONCE = 64;
  private static final int ROWS_AT_ONCE = 1_000;

  // The first column puts rows in order with blocks: what a block spans has no rows
  private static final String CANDLES =
      """
      SELECT start AS place, first_time, last_time, rows, time_unit, times, %s,
             NULL::double precision, NULL::double precision, NULL::double precision,
             NULL::double precision, NULL::double precision
        FROM candle_blocks
       WHERE exchange = ? AND symbol = ? AND timeframe = ?
         AND start > ?::timestamptz - ?::interval AND start < ?
       UNION ALL
      SELECT time, NULL, NULL, NULL, NULL, NULL, NULL, open, high, low, close, volume
        FROM candle_rows
       WHERE exchange = ? AND symbol = ? AND timeframe = ? AND time >= ? AND time < ?
       ORDER BY place %s""";

  /** In which order parts are read; the candles of each are always oldest first. */
  enum Order {
    OLDEST_FIRST("ASC"),
    NEWEST_FIRST("DESC");

    private final String sql;

    Order(String sql) {
      this.sql = sql;
    }
  }

  private final PreparedStatement statement;
  private final ResultSet rows;
  private final boolean hasFigures;
  private final CandleColumns part = new CandleColumns();

  /**
   * @param connection in a transaction; without one the driver would fetch all at once
   * @param from open time of the first candle that matters, microseconds since 1970; parts may have
   *     others before it
   * @param to after the open time of the last candle that matters, microseconds since 1970
   * @param hasFigures whether prices and volumes are wanted, or times alone
   * @param expected number of candles that are likely to be read
   */
  CandleCursor(
      Connection connection,
      CandleSeries series,
      long from,
      long to,
      Order order,
      boolean hasFigures,
      long expected)
      throws SQLException {
    this.hasFigures = hasFigures;
    this.statement =
        connection.prepareStatement(
            CANDLES.formatted(hasFigures ? "figures" : "NULL::bytea", order.sql));
    try {
      inBinary(connection, statement);
      statement.setFetchSize((int) Math.min(BLOCKS_AT_ONCE, expected / CandleBlock.INTERVALS + 2));
      setSeries(1, series);
      statement.setObject(4, time(from));
      statement.setString(5, CandleBlock.length(series.timeframe()) + " microseconds");
      statement.setObject(6, time(to));
      setSeries(7, series);
      statement.setObject(10, time(from));
      statement.setObject(11, time(to));
      this.rows = statement.executeQuery();
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /**
   * Lets a statement answer in binary from its first execution: text would be parsed value by
   * value. This needs a statement that stays prepared, which is switched off for connections behind
   * a pooler.
   */
  static void inBinary(Connection connection, PreparedStatement statement) throws SQLException {
    if (connection.unwrap(PGConnection.class).getPrepareThreshold() > 0) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
    }
  }

  /** Goes on to the next part, and returns whether there is one. */
  boolean next() throws SQLException {
    if (!rows.next()) {
      return false;
    }
    int number = rows.getInt(4);
    if (rows.wasNull()) {
      part.clear(1);
      part.add(
          micros(rows, 1),
          rows.getDouble(8),
          rows.getDouble(9),
          rows.getDouble(10),
          rows.getDouble(11),
          rows.getDouble(12));
      rows.setFetchSize(ROWS_AT_ONCE);
    } else {
      CandleBlock block =
          new CandleBlock(
              micros(rows, 2),
              micros(rows, 3),
              number,
              rows.getLong(5),
              rows.getBytes(6),
              hasFigures ? Objects.requireNonNull(rows.getBytes(7)) : new byte[0]);
      part.clear(number);
      if (hasFigures) {
        block.unpack(part);
      } else {
        block.unpackTimes(part.time());
        part.resize(number);
      }
    }
    return true;
  }

  /**
   * Returns the candles of the part, until the next one is read. Without figures these say nothing.
   */
  CandleColumns part() {
    return part;
  }

  /** Returns a time of a result, microseconds since 1970. */
  static long micros(ResultSet row, int column) throws SQLException {
    Timestamp time = Objects.requireNonNull(row.getTimestamp(column));
    return Math.multiplyExact(time.getTime(), 1_000L) + time.getNanos() / 1_000 % 1_000;
  }

  /** Returns a time for a statement; the ends of what a long can have are those of all time. */
  static OffsetDateTime time(long micros) {
    return micros == Long.MIN_VALUE
        ? OffsetDateTime.MIN
        : micros == Long.MAX_VALUE
            ? OffsetDateTime.MAX
            : CandleBlock.instant(micros).atOffset(ZoneOffset.UTC);
  }

  private void setSeries(int first, CandleSeries series) throws SQLException {
    statement.setString(first, series.exchange());
    statement.setString(first + 1, series.symbol());
    statement.setString(first + 2, series.timeframe().label());
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
