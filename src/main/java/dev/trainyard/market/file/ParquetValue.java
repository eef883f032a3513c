package dev.trainyard.market.file;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Writes the values of a Parquet column as the texts that a CSV file would have. */
@FunctionalInterface
interface ParquetValue {
  /** Longer texts are cut: no time and no number is as long. */
  int MAX_TEXT_BYTES = 256;

  /** The day on which the days of Julius Scaliger are 2440588 is that of 1970. */
  long JULIAN_EPOCH_DAY = 2_440_588;

  /** Digits of a decimal behind its point, at most; beyond it the file is damaged. */
  int MAX_SCALE = 76;

  /** The text of the value at which a reader stands, which is not null. */
  String text(ColumnReader column);

  /** How the values of a column are written. */
  static ParquetValue of(PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal
        && (decimal.getScale() < 0 || decimal.getScale() > MAX_SCALE)) {
      throw new UnreadableFileException(
          "the decimals of column %s have %d digits behind the point; expected at most %d"
              .formatted(Quoted.of(type.getName()), decimal.getScale(), MAX_SCALE));
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> column -> Boolean.toString(column.getBoolean());
      case INT32 -> whole(meaning, TimeUnit.MILLISECONDS, ColumnReader::getInteger);
      case INT64 -> whole(meaning, unit(meaning), ColumnReader::getLong);
      case INT96 -> column -> oldTimestamp(column.getBinary());
      case FLOAT -> column -> Float.toString(column.getFloat());
      case DOUBLE -> column -> Double.toString(column.getDouble());
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          meaning instanceof DecimalLogicalTypeAnnotation decimal
              ? column -> decimal(column.getBinary(), decimal.getScale())
              : column -> text(column.getBinary());
    };
  }

  private static TimeUnit unit(@Nullable LogicalTypeAnnotation meaning) {
    LogicalTypeAnnotation.TimeUnit unit =
        meaning instanceof TimestampLogicalTypeAnnotation stamp
            ? stamp.getUnit()
            : meaning instanceof TimeLogicalTypeAnnotation clock
                ? clock.getUnit()
                : LogicalTypeAnnotation.TimeUnit.MILLIS;
    return switch (unit) {
      case MILLIS -> TimeUnit.MILLISECONDS;
      case MICROS -> TimeUnit.MICROSECONDS;
      case NANOS -> TimeUnit.NANOSECONDS;
    };
  }

  private static ParquetValue whole(
      @Nullable LogicalTypeAnnotation meaning, TimeUnit unit, Whole value) {
    if (meaning instanceof TimestampLogicalTypeAnnotation stamp) {
      long units = unit.convert(1, TimeUnit.SECONDS);
      String suffix = stamp.isAdjustedToUTC() ? "Z" : "";
      return column -> timestamp(value.of(column), units, suffix);
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return column -> day(value.of(column));
    }
    if (meaning instanceof TimeLogicalTypeAnnotation) {
      return column -> clock(unit.toNanos(value.of(column)));
    }
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return column -> BigDecimal.valueOf(value.of(column), decimal.getScale()).toPlainString();
    }
    return column -> Long.toString(value.of(column));
  }

  /**
   * A moment as {@code 2025-04-03T17:05:00}.
   *
   * @param units how many there are in a second
   * @param suffix {@code Z} of a moment in UTC; nothing of one whose zone is not known
   */
  private static String timestamp(long value, long units, String suffix) {
    try {
      LocalDateTime time =
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(value, units),
              (int) (Math.floorMod(value, units) * (TimeUnit.SECONDS.toNanos(1) / units)),
              ZoneOffset.UTC);
      // Seconds of 0 are left out, and all readers of times want them
      String text = time.toString();
      return text.length() == 16 ? text + ":00" + suffix : text + suffix;
    } catch (DateTimeException e) {
      return Long.toString(value);
    }
  }

  private static String day(long days) {
    try {
      return LocalDate.ofEpochDay(days).toString();
    } catch (DateTimeException e) {
      return Long.toString(days);
    }
  }

  private static String clock(long nanos) {
    try {
      String text = LocalTime.ofNanoOfDay(nanos).toString();
      return text.length() == 5 ? text + ":00" : text;
    } catch (DateTimeException e) {
      return Long.toString(nanos);
    }
  }

  /** Nanoseconds of the day and the day, as older writers have them; the zone is not known. */
  private static String oldTimestamp(Binary value) {
    ByteBuffer bytes = ByteBuffer.wrap(value.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long days = bytes.getInt() - JULIAN_EPOCH_DAY;
    try {
      return timestamp(
          Math.addExact(Math.multiplyExact(days, TimeUnit.DAYS.toNanos(1)), nanos),
          TimeUnit.SECONDS.toNanos(1),
          "");
    } catch (ArithmeticException e) {
      return Long.toString(days);
    }
  }

  private static String decimal(Binary value, int scale) {
    return value.length() == 0 || value.length() > MAX_TEXT_BYTES
        ? ""
        : new BigDecimal(new BigInteger(value.getBytes()), scale).toPlainString();
  }

  private static String text(Binary value) {
    ByteBuffer bytes = value.toByteBuffer();
    byte[] start = new byte[Math.min(bytes.remaining(), MAX_TEXT_BYTES)];
    bytes.get(start);
    return new String(start, StandardCharsets.UTF_8).strip();
  }

  /** Reads the whole number at which a reader stands. */
  @FunctionalInterface
  interface Whole {
    long of(ColumnReader column);
  }
}
