package dev.trainyard.marketdata;

import dev.trainyard.market.file.CandleSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Streams candles into a table by COPY in PostgreSQL's binary format (PostgreSQL manual, COPY,
 * "Binary Format"). Closing it before {@link #finish} cancels the COPY.
 */
final class CandleCopy implements CandleSink, AutoCloseable {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int FIGURES = 6;
  private static final int FIELD_BYTES = Integer.BYTES + Long.BYTES;
  private static final int BUFFER_BYTES = 1 << 16;

  /** More than the names of a series can have. */
  private static final int MAX_NAMES_BYTES = 1 << 8;

  /** The epoch of PostgreSQL's timestamps. */
  private static final long EPOCH_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private final CopyIn copy;
  private final byte[] rowStart;
  private final boolean withLines;
  private final int rowBytes;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  private CandleCopy(Connection connection, String sql, byte[] rowStart, boolean withLines)
      throws SQLException {
    this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    this.rowStart = rowStart;
    this.withLines = withLines;
    this.rowBytes = rowStart.length + (FIGURES + 1) * FIELD_BYTES;
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  /**
   * Begins a COPY into {@code staged_candles}. The connection can do nothing else until it has
   * ended.
   */
  static CandleCopy toStaging(Connection connection) throws SQLException {
    return new CandleCopy(
        connection,
        "COPY staged_candles (line, time, open, high, low, close, volume) FROM STDIN (FORMAT binary)",
        ByteBuffer.allocate(Short.BYTES).putShort((short) (FIGURES + 1)).array(),
        true);
  }

  /**
   * Begins a COPY into {@code candles}. The connection can do nothing else until it has ended.
   *
   * @param series the series of all candles, which has none of them yet
   */
  static CandleCopy toSeries(Connection connection, CandleSeries series) throws SQLException {
    ByteBuffer rowStart = ByteBuffer.allocate(MAX_NAMES_BYTES).putShort((short) (FIGURES + 3));
    for (String name :
        new String[] {series.exchange(), series.symbol(), series.timeframe().label()}) {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      rowStart.putInt(text.length).put(text);
    }
    byte[] bytes = new byte[rowStart.flip().limit()];
    rowStart.get(bytes);
    return new CandleCopy(
        connection,
        "COPY candles (exchange, symbol, timeframe, time, open, high, low, close, volume) FROM STDIN (FORMAT binary)",
        bytes,
        false);
  }

  /**
   * Sends a candle.
   *
   * @throws CopyFailedException when the database fails
   */
  @Override
  public void accept(
      long line, long time, double open, double high, double low, double close, double volume) {
    if (buffer.remaining() < rowBytes) {
      flush();
    }
    buffer.put(rowStart);
    if (withLines) {
      put(line);
    }
    put((time - EPOCH_MILLIS) * 1_000L);
    put(Double.doubleToLongBits(open));
    put(Double.doubleToLongBits(high));
    put(Double.doubleToLongBits(low));
    put(Double.doubleToLongBits(close));
    put(Double.doubleToLongBits(volume));
  }

  /** Ends the COPY; all candles are then in the table. */
  void finish() throws SQLException {
    if (buffer.remaining() < Short.BYTES) {
      flush();
    }
    buffer.putShort((short) -1);
    flush();
    copy.endCopy();
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }

  private void put(long value) {
    buffer.putInt(Long.BYTES).putLong(value);
  }

  private void flush() {
    try {
      copy.writeToCopy(buffer.array(), 0, buffer.position());
    } catch (SQLException e) {
      throw new CopyFailedException(e);
    }
    buffer.clear();
  }

  /** Carries the failure of the database through those who pass candles on. */
  static final class CopyFailedException extends RuntimeException {
    private final SQLException cause;

    CopyFailedException(SQLException cause) {
      super(cause);
      this.cause = cause;
    }

    SQLException cause() {
      return cause;
    }
  }
}
