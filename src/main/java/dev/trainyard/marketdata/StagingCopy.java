package dev.trainyard.marketdata;

import dev.trainyard.market.file.CandleSink;
import java.io.IOException;
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
final class StagingCopy implements CandleSink, AutoCloseable {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int COLUMNS = 7;
  private static final int ROW_BYTES = Short.BYTES + COLUMNS * (Integer.BYTES + Long.BYTES);
  private static final int BUFFER_BYTES = 1 << 16;

  /** The epoch of PostgreSQL's timestamps. */
  private static final long EPOCH_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private final CopyIn copy;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private boolean empty;

  /** Begins the COPY on a connection, which can do nothing else until it has ended. */
  StagingCopy(Connection connection) throws SQLException {
    this.copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY staged_candles FROM STDIN (FORMAT binary)");
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  @Override
  public void accept(
      long line, long time, double open, double high, double low, double close, double volume)
      throws IOException {
    if (buffer.remaining() < ROW_BYTES) {
      flush();
    }
    buffer.putShort((short) COLUMNS);
    put(line);
    put((time - EPOCH_MILLIS) * 1_000L);
    put(Double.doubleToLongBits(open));
    put(Double.doubleToLongBits(high));
    put(Double.doubleToLongBits(low));
    put(Double.doubleToLongBits(close));
    put(Double.doubleToLongBits(volume));
    first = Math.min(first, time);
    last = Math.max(last, time);
    empty |= volume == 0 && high == low;
  }

  /** Ends the COPY; all candles are then in the staging table. */
  void finish() throws IOException, SQLException {
    if (buffer.remaining() < Short.BYTES) {
      flush();
    }
    buffer.putShort((short) -1);
    flush();
    copy.endCopy();
  }

  /** Returns whether no candle was passed on. */
  boolean isEmpty() {
    return first > last;
  }

  /** Returns whether a candle stands for a time without trades. */
  boolean hasEmpty() {
    return empty;
  }

  /** Returns the open time of the oldest candle passed on. */
  Instant first() {
    return Instant.ofEpochMilli(first);
  }

  /** Returns the open time of the newest candle passed on. */
  Instant last() {
    return Instant.ofEpochMilli(last);
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

  private void flush() throws IOException {
    try {
      copy.writeToCopy(buffer.array(), 0, buffer.position());
    } catch (SQLException e) {
      throw new CopyFailedException(e);
    }
    buffer.clear();
  }

  /** Thrown when the database fails, rather than the source of the candles. */
  static final class CopyFailedException extends IOException {
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
