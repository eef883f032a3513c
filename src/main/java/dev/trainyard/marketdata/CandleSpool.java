package dev.trainyard.marketdata;

import dev.trainyard.market.Timeframe;
import dev.trainyard.market.file.CandleSink;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the candles of an import until all of them are known, and what they are together: a few in
 * memory, more in a file of the temporary folder, which has no name there, so that nothing is left
 * behind however the service ends. PostgreSQL hears nothing of a file that is refused in its last
 * line, and no connection waits for a client that sends slowly.
 *
 * <p>A failure of the temporary folder is an {@link UncheckedIOException}, to be told from one of
 * the source of the candles.
 */
final class CandleSpool implements CandleSink, AutoCloseable {
  private static final int CANDLE_BYTES = 7 * Long.BYTES;
  private static final int BLOCK_CANDLES = 1_170;

  private final long step;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_CANDLES * CANDLE_BYTES);
  private @Nullable FileChannel file;
  private long blocks;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long previous;
  private long gaps;
  private boolean begun;
  private boolean increasing = true;
  private boolean decreasing = true;
  private boolean empty;

  /**
   * @param timeframe that of the candles
   */
  CandleSpool(Timeframe timeframe) {
    this.step = timeframe.millis();
  }

  @Override
  public void accept(
      long line, long time, double open, double high, double low, double close, double volume) {
    if (!block.hasRemaining()) {
      write();
    }
    block
        .putLong(line)
        .putLong(time)
        .putDouble(open)
        .putDouble(high)
        .putDouble(low)
        .putDouble(close)
        .putDouble(volume);
    if (begun) {
      increasing &= time > previous;
      decreasing &= time < previous;
      gaps += Math.abs(time - previous) > step ? 1 : 0;
    }
    begun = true;
    previous = time;
    first = Math.min(first, time);
    last = Math.max(last, time);
    empty |= volume == 0 && high == low;
  }

  /** Returns whether no candle was kept. */
  boolean isEmpty() {
    return !begun;
  }

  /** Returns how many candles were kept. */
  long size() {
    return blocks * BLOCK_CANDLES + block.position() / CANDLE_BYTES;
  }

  /** Returns whether the times go one way, so that none occurs twice. */
  boolean isMonotone() {
    return increasing || decreasing;
  }

  /** Returns at how many places one or more candles are missing, of times that go one way. */
  long gaps() {
    return gaps;
  }

  /** Returns whether a candle stands for a time without trades. */
  boolean hasEmpty() {
    return empty;
  }

  /** Returns the open time of the oldest candle. */
  Instant first() {
    return Instant.ofEpochMilli(first);
  }

  /** Returns the open time of the newest candle. */
  Instant last() {
    return Instant.ofEpochMilli(last);
  }

  /** Passes all candles on: oldest first when their times go one way, else as they came. */
  void replay(CandleSink to) {
    boolean backwards = !increasing && decreasing;
    ByteBuffer tail = block.duplicate().flip();
    if (backwards) {
      pass(tail, true, to);
    }
    ByteBuffer read = ByteBuffer.allocate(blocks == 0 ? 0 : block.capacity());
    for (long i = 0; i < blocks; i++) {
      read(backwards ? blocks - 1 - i : i, read.clear());
      pass(read.flip(), backwards, to);
    }
    if (!backwards) {
      pass(tail, false, to);
    }
  }

  private static void pass(ByteBuffer candles, boolean backwards, CandleSink to) {
    int size = candles.limit() / CANDLE_BYTES;
    try {
      for (int i = 0; i < size; i++) {
        candles.position((backwards ? size - 1 - i : i) * CANDLE_BYTES);
        to.accept(
            candles.getLong(),
            candles.getLong(),
            candles.getDouble(),
            candles.getDouble(),
            candles.getDouble(),
            candles.getDouble(),
            candles.getDouble());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("candles cannot be passed on", e);
    }
  }

  private void write() {
    try {
      FileChannel to = file == null ? create() : file;
      file = to;
      for (block.flip(); block.hasRemaining(); ) {
        to.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("candles cannot be kept in the temporary folder", e);
    }
    blocks++;
    block.clear();
  }

  private void read(long number, ByteBuffer into) {
    long at = number * into.capacity();
    try {
      while (into.hasRemaining()) {
        if (file == null || file.read(into, at + into.position()) < 0) {
          throw new EOFException("the file of kept candles is too short");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("candles cannot be read from the temporary folder", e);
    }
  }

  private static FileChannel create() throws IOException {
    Path path = Files.createTempFile("candles", null);
    try {
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("kept candles cannot be removed", e);
    }
  }
}
