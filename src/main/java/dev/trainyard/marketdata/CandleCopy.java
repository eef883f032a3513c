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
 * Streams candles into the staging table by COPY in PostgreSQL's binary format (PostgreSQL manual,
 * COPY, "Binary Format"). Closing it before {@link #finish} cancels the COPY.
 */
final class CandleCopy implements CandleSink, AutoCloseable {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int FIELDS = 7;
  private static final int ROW_BYTES = Short.BYTES + FIELDS * (Integer.BYTES + Long.BYTES);
  private static final int BUFFER_BYTES = 1 << 16;

  /** The epoch of PostgreSQL's timestamps. */
  private static final long EPOCH_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private final CopyIn copy;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * Begins a COPY into {@code staged_candles}. The connection can do nothing else until it has
   * ended.
   */
  CandleCopy(Connection connection) throws SQLException {
    this.copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "COPY staged_candles (line, time, open, high, low, close, volume) FROM STDIN (FORMAT binary)");
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  /**
   * Sends a candle.
   *
   * @throws DatabaseFailureException when the database fails
   */
  @Override
  public void accept(
      long line, long time, double open, double high, double low, double close, double volume) {
    if (buffer.remaining() < ROW_BYTES) {
      flush();
    }
    buffer.putShort((short) FIELDS);
    put(line);
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
      throw new DatabaseFailureException(e);
    }
    buffer.clear();
  }
}
