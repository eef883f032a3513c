package dev.trainyard.market.csv;

import dev.trainyard.market.Timeframe;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Parses the open time of a candle, as exchanges and tools write it.
 *
 * <p>A number is an epoch time whose unit follows from its size. Each value is judged alone, since
 * a file may change its unit in the middle. Anything else is an ISO 8601 date or date and time,
 * with {@code T} or a space between them; without zone or offset it is UTC.
 */
final class CandleTimeParser {
  /**
   * Before this, an epoch time in one unit looks like a later time in the next: {@code 20250403} is
   * a date, not a second of 1970.
   */
  static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");

  private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

  private static final long MAX_SECONDS = 100_000_000_000L;
  private static final long MAX_MILLIS = 100_000_000_000_000L;
  private static final long MAX_MICROS = 100_000_000_000_000_000L;

  /** Limited in length: a longer number is not a time. */
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{1,40}(\\.[0-9]{0,40})?([eE]\\+?[0-9]{1,2})?");

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .appendPattern("[ ][XXX][XX][X]['['][VV][']']")
          .toFormatter(Locale.ROOT)
          .withChronology(IsoChronology.INSTANCE)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Timeframe timeframe;
  private final long earliest;
  private final long latest;

  CandleTimeParser(Timeframe timeframe, Clock clock) {
    this.timeframe = timeframe;
    this.earliest = EARLIEST.toEpochMilli();
    this.latest = clock.instant().plus(CLOCK_TOLERANCE).toEpochMilli();
  }

  /** Returns whether the text is a time at all, in or out of range. */
  static boolean isTime(String text) {
    try {
      nanos(text);
      return true;
    } catch (RejectedLineException e) {
      return false;
    }
  }

  /** Returns the epoch milliseconds of an open time of the timeframe. */
  long parse(String text) throws RejectedLineException {
    long nanos = nanos(text);
    long millis = Math.floorDiv(nanos, 1_000_000L);
    if (millis < earliest || millis > latest) {
      throw new RejectedLineException(
          "time: %s is %s; expected %s to %s"
              .formatted(
                  Quoted.of(text),
                  Instant.ofEpochMilli(millis),
                  EARLIEST,
                  Instant.ofEpochMilli(latest)));
    }
    if (nanos % 1_000_000L != 0 || millis % timeframe.millis() != 0) {
      throw new RejectedLineException(
          "time: %s is not the open of a %s candle; the nearest before it is %s"
              .formatted(
                  Quoted.of(text),
                  timeframe.label(),
                  Instant.ofEpochMilli(millis - Math.floorMod(millis, timeframe.millis()))));
    }
    return millis;
  }

  private static long nanos(String text) throws RejectedLineException {
    if (text.isEmpty()) {
      throw new RejectedLineException("time: is missing");
    }
    try {
      return isNumber(text) ? epochNanos(text) : isoNanos(text);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new RejectedLineException(
          "time: %s is unreadable; expected an epoch time in s, ms, µs or ns, or ISO 8601 such as 2025-04-03T17:05:00Z"
              .formatted(Quoted.of(text)));
    }
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  private static long epochNanos(String text) {
    long value = new BigDecimal(text).longValueExact();
    if (value < MAX_SECONDS) {
      return Math.multiplyExact(value, 1_000_000_000L);
    } else if (value < MAX_MILLIS) {
      return Math.multiplyExact(value, 1_000_000L);
    } else if (value < MAX_MICROS) {
      return Math.multiplyExact(value, 1_000L);
    }
    return value;
  }

  private static long isoNanos(String text) throws RejectedLineException {
    String iso =
        text.length() > 10 && text.charAt(10) == ' '
            ? text.substring(0, 10) + 'T' + text.substring(11)
            : text;
    TemporalAccessor parsed = ISO.parse(iso);
    requireOneMoment(text, parsed);
    long seconds;
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      seconds = parsed.getLong(ChronoField.INSTANT_SECONDS);
    } else {
      LocalDate date = LocalDate.from(parsed);
      LocalTime time = parsed.query(TemporalQueries.localTime());
      seconds = date.toEpochSecond(time == null ? LocalTime.MIDNIGHT : time, ZoneOffset.UTC);
    }
    long fraction =
        parsed.isSupported(ChronoField.NANO_OF_SECOND)
            ? parsed.getLong(ChronoField.NANO_OF_SECOND)
            : 0;
    return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), fraction);
  }

  /**
   * Refuses a local time that does not exist, or occurs twice, when the clocks of its zone change.
   */
  private static void requireOneMoment(String text, TemporalAccessor parsed)
      throws RejectedLineException {
    ZoneId zone = parsed.query(TemporalQueries.zoneId());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (zone == null || time == null || parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
      return;
    }
    int moments = zone.getRules().getValidOffsets(LocalDate.from(parsed).atTime(time)).size();
    if (moments != 1) {
      throw new RejectedLineException(
          "time: %s %s as the clocks of %s change; write its offset, or UTC"
              .formatted(Quoted.of(text), moments == 0 ? "does not exist" : "happens twice", zone));
    }
  }
}
