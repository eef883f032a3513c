package dev.trainyard.marketdata;

import dev.trainyard.market.Timeframe;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code candle_blocks}: the candles of {@link #INTERVALS} intervals of a series, packed.
 *
 * <p>Each of the five figures is a column of whole numbers that are added to the least of them.
 * They are decimals without their point where that gives back each double bit for bit, as with the
 * prices of exchanges, and else the bits of the doubles. Every number has a place of its own, so
 * that the view {@code unpacked_candles} reads them with SQL alone.
 */
final class CandleBlock {
  /** Intervals of a block, counted from 1970. */
  static final int INTERVALS = 1024;

  private static final int MICROS = 1_000;
  private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000 - 1;
  private static final int HEAD_BYTES = 2 + Long.BYTES;
  private static final int HEADS_BYTES = CandleColumns.FIGURES * HEAD_BYTES;
  private static final int MAX_DECIMALS = 18;
  private static final int BITS_OF_DOUBLES = 255;

  /** The largest whole number up to which doubles have all of them. */
  private static final double MAX_WHOLE = 1L << 53;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18
  };

  private final long first;
  private final long last;
  private final int rows;
  private final long unit;
  private final byte @Nullable [] times;
  private final byte[] figures;

  /**
   * A block as it is stored.
   *
   * @param first open time of the first candle, microseconds since 1970
   * @param last open time of the last
   * @param rows number of candles
   * @param unit microseconds of which the distances of all times are multiples
   * @param times width and multiples; null when each candle opens a unit after the one before
   * @param figures heads and columns
   */
  CandleBlock(long first, long last, int rows, long unit, byte @Nullable [] times, byte[] figures) {
    this.first = first;
    this.last = last;
    this.rows = rows;
    this.unit = unit;
    this.times = times;
    this.figures = figures;
  }

  /** Packs candles, of which there is at least one. */
  static CandleBlock of(CandleColumns candles) {
    int size = candles.size();
    long[] numbers = new long[size];
    long first = candles.first();
    long last = candles.last();
    long unit = unit(candles.time(), size);
    return new CandleBlock(
        first,
        last,
        size,
        unit,
        last - first == unit * (size - 1) ? null : times(candles.time(), size, unit, numbers),
        figures(candles, numbers));
  }

  /**
   * Returns the beginning of the intervals of the block that has a time.
   *
   * @param micros microseconds since 1970, and so is the result
   */
  static long start(long micros, Timeframe timeframe) {
    long length = length(timeframe);
    return Math.floorDiv(micros, length) * length;
  }

  /** Returns the time that all intervals of a block take, in microseconds. */
  static long length(Timeframe timeframe) {
    return INTERVALS * timeframe.millis() * MICROS;
  }

  /** Returns a time in microseconds since 1970, or the nearest that a long can have. */
  static long micros(Instant time) {
    if (Math.abs(time.getEpochSecond()) > MAX_SECONDS) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  /** Returns a time in microseconds since 1970. */
  static long micros(long epochMillis) {
    return epochMillis * MICROS;
  }

  /** Returns microseconds since 1970 in milliseconds, what is less than one left out. */
  static long millis(long micros) {
    return Math.floorDiv(micros, MICROS);
  }

  /** Returns a time of microseconds since 1970. */
  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  int rows() {
    return rows;
  }

  long unit() {
    return unit;
  }

  byte @Nullable [] times() {
    return times;
  }

  byte[] figures() {
    return figures;
  }

  /** Unpacks all candles in place of those that columns had. */
  void unpack(CandleColumns into) {
    into.clear(rows);
    unpackTimes(into.time());
    ByteBuffer bytes = ByteBuffer.wrap(figures);
    int begin = HEADS_BYTES;
    for (int k = 0; k < CandleColumns.FIGURES; k++) {
      begin = unpack(bytes, k * HEAD_BYTES, begin, into.figure(k));
    }
    into.resize(rows);
  }

  /** Unpacks the open times alone, microseconds since 1970. */
  void unpackTimes(long[] into) {
    if (times == null) {
      long time = first;
      for (int i = 0; i < rows; i++) {
        into[i] = time;
        time += unit;
      }
      return;
    }
    PackedIntegers packed = new PackedIntegers(ByteBuffer.wrap(times), 1, times[0]);
    for (int i = 0; i < rows; i++) {
      into[i] = first + packed.get(i) * unit;
    }
  }

  /** Unpacks a column, and returns where the next one begins. */
  private int unpack(ByteBuffer bytes, int head, int begin, double[] into) {
    int decimals = Byte.toUnsignedInt(bytes.get(head));
    int width = bytes.get(head + 1);
    long least = bytes.getLong(head + 2);
    PackedIntegers packed = new PackedIntegers(bytes, begin, width);
    if (decimals == BITS_OF_DOUBLES) {
      for (int i = 0; i < rows; i++) {
        into[i] = Double.longBitsToDouble(least + packed.get(i));
      }
    } else {
      double power = POWERS_OF_TEN[decimals];
      for (int i = 0; i < rows; i++) {
        into[i] = (least + packed.get(i)) / power;
      }
    }
    return begin + PackedIntegers.length(rows, width);
  }

  /** Returns the greatest common divisor of the distances of times; 1 when there is one time. */
  private static long unit(long[] time, int size) {
    long unit = 0;
    for (int i = 1; i < size; i++) {
      long distance = time[i] - time[i - 1];
      if (distance == unit) {
        continue;
      }
      while (distance != 0) {
        long rest = unit % distance;
        unit = distance;
        distance = rest;
      }
    }
    return Math.max(1, unit);
  }

  private static byte[] times(long[] time, int size, long unit, long[] numbers) {
    for (int i = 0; i < size; i++) {
      numbers[i] = (time[i] - time[0]) / unit;
    }
    int width = PackedIntegers.widthOf(numbers[size - 1]);
    ByteBuffer bytes =
        ByteBuffer.allocate(1 + PackedIntegers.length(size, width) + PackedIntegers.PADDING);
    bytes.put(0, (byte) width);
    new PackedIntegers(bytes, 1, width).put(numbers, size, 0);
    return bytes.array();
  }

  private static byte[] figures(CandleColumns candles, long[] numbers) {
    int size = candles.size();
    ByteBuffer bytes =
        ByteBuffer.allocate(
            HEADS_BYTES
                + CandleColumns.FIGURES * PackedIntegers.length(size, Long.SIZE)
                + PackedIntegers.PADDING);
    int begin = HEADS_BYTES;
    for (int k = 0; k < CandleColumns.FIGURES; k++) {
      begin = pack(candles.figure(k), size, numbers, bytes, k * HEAD_BYTES, begin);
    }
    return Arrays.copyOf(bytes.array(), begin + PackedIntegers.PADDING);
  }

  /** Packs a column, and returns where the next one begins. */
  private static int pack(
      double[] values, int size, long[] numbers, ByteBuffer bytes, int head, int begin) {
    int decimals = decimals(values, size, numbers);
    if (decimals == BITS_OF_DOUBLES) {
      for (int i = 0; i < size; i++) {
        numbers[i] = Double.doubleToRawLongBits(values[i]);
      }
    }
    long least = numbers[0];
    long largest = numbers[0];
    for (int i = 1; i < size; i++) {
      least = Math.min(least, numbers[i]);
      largest = Math.max(largest, numbers[i]);
    }
    // SQL adds without wrapping round: numbers that lie further apart are written as they are
    if (largest - least < 0) {
      least = 0;
      largest = -1;
    }
    int width = PackedIntegers.widthOf(largest - least);
    bytes.put(head, (byte) decimals).put(head + 1, (byte) width).putLong(head + 2, least);
    new PackedIntegers(bytes, begin, width).put(numbers, size, least);
    return begin + PackedIntegers.length(size, width);
  }

  /**
   * Finds the fewest decimals that all values have, and writes the values without their point.
   * Dividing is exact to the last bit when the number and the power of ten are, so the same double
   * comes back.
   */
  private static int decimals(double[] values, int size, long[] numbers) {
    int decimals = 0;
    for (int i = 0; i < size; ) {
      double power = POWERS_OF_TEN[decimals];
      double whole = Math.rint(values[i] * power);
      long number = (long) whole;
      if (Math.abs(whole) <= MAX_WHOLE
          && Double.doubleToRawLongBits(number / power) == Double.doubleToRawLongBits(values[i])) {
        numbers[i++] = number;
      } else if (decimals == MAX_DECIMALS) {
        return BITS_OF_DOUBLES;
      } else {
        decimals++;
        i = 0;
      }
    }
    return decimals;
  }
}
