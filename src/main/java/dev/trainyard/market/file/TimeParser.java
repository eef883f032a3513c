package dev.trainyard.market.file;

import dev.trainyard.market.Timeframe;
import dev.trainyard.market.file.FileOptions.Stamp;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of candles, as exchanges and tools write them.
 *
 * <p>A number is an epoch time whose unit follows from its size, or a date such as {@code 20250403}
 * or {@code 20250403170500}: read as an epoch time, that would be before 1980 or after 2500. Each
 * value is judged alone, since a file may change its unit in the middle. Anything else is a date,
 * or a date and a time of the day, in which the year comes first, or the day with a point behind
 * it. Without zone or offset it is in the zone of the file.
 *
 * <p>An hour that the clocks of the zone repeat in autumn is told by the order of the lines: of two
 * moments it is the one with which the times go on as before.
 */
final class TimeParser {
  /**
   * Before this, an epoch time in one unit looks like a later time in the next: {@code 20250403} is
   * a date, not a second of 1970.
   */
  static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");

  private static final int LAST_YEAR = 2200;

  private static final long MAX_SECONDS = 100_000_000_000L;
  private static final long MAX_MILLIS = 100_000_000_000_000L;
  private static final long MAX_MICROS = 100_000_000_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Limited in length: a longer number is not a time. */
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{1,40}(\\.[0-9]{0,40})?([eE]\\+?[0-9]{1,2})?");

  private static final Pattern DIGITS = Pattern.compile("[0-9]{8}|[0-9]{12}|[0-9]{14}");

  private static final String CLOCK =
      "(?<hour>\\d{1,2})(?::?(?<minute>\\d{2})(?::?(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?)?"
          + "(?:[ -]?(?<half>[aApP][mM]))?";

  private static final Pattern DATE =
      Pattern.compile(
          "(?:(?<year>\\d{4})(?<separator>[-./]?)(?<month>\\d{1,2})\\k<separator>(?<day>\\d{1,2})"
              + "|(?<first>\\d{1,2})(?<mark>[-./])(?<middle>\\d{1,2})\\k<mark>(?<last>\\d{4}))"
              + "(?:(?:[tT]| {1,2})"
              + CLOCK
              + ")?"
              + " ?(?:(?<utc>[zZ]|UTC|GMT)|(?<offset>[+-]\\d{2}(?::?\\d{2})?)?(?:\\[? ?(?<zone>[A-Za-z]+/[A-Za-z_/+-]+)]?)?)");

  private static final Pattern TIME_OF_DAY = Pattern.compile(CLOCK);

  private final Timeframe timeframe;
  private final @Nullable ZoneId zone;
  private final Stamp stamp;
  private final boolean newestFirst;
  private final @Nullable Boolean dayFirst;
  private final long earliest;
  private final long latest;

  private final Set<Unit> units = EnumSet.noneOf(Unit.class);
  private boolean zoneAssumed;
  private boolean begun;
  private long previous;

  /** How a time is written. */
  enum Unit {
    SECONDS("s"),
    MILLISECONDS("ms"),
    MICROSECONDS("µs"),
    NANOSECONDS("ns"),
    DATE("date");

    private final String label;

    Unit(String label) {
      this.label = label;
    }

    /** Returns the name in reports. */
    String label() {
      return label;
    }
  }

  /**
   * @param zone of times without an offset; null for UTC
   * @param newestFirst whether the file goes back in time
   * @param dayFirst whether the day is first of the numbers of 03/04/2025; null when nobody knows
   * @param now epoch milliseconds; a candle that opens later is none
   */
  TimeParser(
      Timeframe timeframe,
      @Nullable ZoneId zone,
      Stamp stamp,
      boolean newestFirst,
      @Nullable Boolean dayFirst,
      long now) {
    this.timeframe = timeframe;
    this.zone = zone;
    this.stamp = stamp;
    this.newestFirst = newestFirst;
    this.dayFirst = dayFirst;
    this.earliest = EARLIEST.toEpochMilli();
    this.latest = now;
  }

  /** Returns whether the text is a time at all, in or out of range. */
  static boolean isTime(String text) {
    return NUMBER.matcher(text).matches() || DATE.matcher(text).matches();
  }

  /** Returns whether the text is a date with no time of the day. */
  static boolean isDay(String text) {
    Matcher date = DATE.matcher(text);
    return date.matches() && date.group("hour") == null;
  }

  /** Returns whether the text is a time of a day, without a date. */
  static boolean isTimeOfDay(String text) {
    return TIME_OF_DAY.matcher(text).matches();
  }

  /**
   * Returns the first and the middle number of a date such as 03/04/2025; null when the text is
   * none.
   */
  static int @Nullable [] ambiguousParts(String text) {
    Matcher date = DATE.matcher(text);
    return date.matches() && date.group("mark") != null && !date.group("mark").equals(".")
        ? new int[] {Integer.parseInt(date.group("first")), Integer.parseInt(date.group("middle"))}
        : null;
  }

  /** How the times so far were written. */
  Set<Unit> units() {
    return units;
  }

  /** Whether a time had no offset, and nobody has named a zone. */
  boolean zoneAssumed() {
    return zoneAssumed;
  }

  /**
   * Returns the open time of a candle, epoch milliseconds, which is one of the timeframe.
   *
   * @param text the time as it is written
   */
  long parse(String text) throws RejectedLineException {
    long nanos = nanos(text);
    long millis = Math.floorDiv(nanos, NANOS_PER_MILLI);
    if (stamp == Stamp.CLOSE) {
      // Some write the last millisecond of the candle, or its last microsecond
      long rest = Math.floorMod(nanos, timeframe.millis() * NANOS_PER_MILLI);
      boolean isLast = rest >= (timeframe.millis() - 1) * NANOS_PER_MILLI;
      if (isLast) {
        millis = Math.floorDiv(millis, timeframe.millis()) * timeframe.millis();
        nanos = millis * NANOS_PER_MILLI;
      } else {
        millis -= timeframe.millis();
        nanos -= timeframe.millis() * NANOS_PER_MILLI;
      }
    }
    if (millis < earliest || millis > latest) {
      throw new RejectedLineException(
          "time: %s is %s; expected %s to %s"
              .formatted(
                  Quoted.of(text),
                  Instant.ofEpochMilli(millis),
                  EARLIEST,
                  Instant.ofEpochMilli(latest)));
    }
    if (nanos % NANOS_PER_MILLI != 0 || millis % timeframe.millis() != 0) {
      throw RejectedLineException.unaligned(
          "time: %s is not the open of a %s candle; the nearest before it is %s"
              .formatted(
                  Quoted.of(text),
                  timeframe.label(),
                  Instant.ofEpochMilli(millis - Math.floorMod(millis, timeframe.millis()))),
          Math.floorMod(millis, timeframe.millis()));
    }
    previous = millis;
    begun = true;
    return millis;
  }

  private long nanos(String text) throws RejectedLineException {
    if (text.isEmpty()) {
      throw new RejectedLineException("time: is missing");
    }
    try {
      Long epoch = plainEpoch(text);
      if (epoch != null) {
        return epoch;
      }
      LocalDateTime plain = plainDate(text);
      if (plain != null) {
        units.add(Unit.DATE);
        return text.length() == 19 ? atZone(text, plain, zone) : atOffset(plain, ZoneOffset.UTC);
      }
      if (DIGITS.matcher(text).matches()) {
        LocalDateTime local = compact(text);
        if (local != null) {
          units.add(Unit.DATE);
          return atZone(text, local, zone);
        }
      }
      if (NUMBER.matcher(text).matches()) {
        return epochNanos(new BigDecimal(text).longValueExact());
      }
      Matcher date = DATE.matcher(text);
      if (date.matches()) {
        units.add(Unit.DATE);
        return dated(text, date);
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw unreadable(text);
    }
    throw unreadable(text);
  }

  private static RejectedLineException unreadable(String text) {
    return new RejectedLineException(
        "time: %s is unreadable; expected an epoch time in s, ms, µs or ns, or ISO 8601 such as 2025-04-03T17:05:00Z"
            .formatted(Quoted.of(text)));
  }

  /** Reads the form of almost all lines of almost all files: ten, thirteen or sixteen digits. */
  private @Nullable Long plainEpoch(String text) {
    int length = text.length();
    if (length != 10 && length != 13 && length != 16) {
      return null;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      value = 10 * value + digit;
    }
    return epochNanos(value);
  }

  /** Reads the form of almost all other files: {@code 2025-04-03 17:05:00}, or with Z or +00:00. */
  private static @Nullable LocalDateTime plainDate(String text) {
    int length = text.length();
    boolean isPlain =
        length == 19
            || (length == 20 && text.charAt(19) == 'Z')
            || (length == 25 && text.endsWith("+00:00"));
    if (!isPlain
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) != ' ' && text.charAt(10) != 'T')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int year = pair(text, 0) * 100 + pair(text, 2);
    int month = pair(text, 5);
    int day = pair(text, 8);
    int hour = pair(text, 11);
    int minute = pair(text, 14);
    int second = pair(text, 17);
    return (year | month | day | hour | minute | second) < 0
        ? null
        : LocalDateTime.of(year, month, day, hour, minute, second);
  }

  /** The number of two digits; far below 0 when they are none. */
  private static int pair(String text, int place) {
    int tens = text.charAt(place) - '0';
    int ones = text.charAt(place + 1) - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Short.MIN_VALUE : 10 * tens + ones;
  }

  private long epochNanos(long value) {
    if (value < MAX_SECONDS) {
      units.add(Unit.SECONDS);
      return Math.multiplyExact(value, 1_000_000_000L);
    } else if (value < MAX_MILLIS) {
      units.add(Unit.MILLISECONDS);
      return Math.multiplyExact(value, NANOS_PER_MILLI);
    } else if (value < MAX_MICROS) {
      units.add(Unit.MICROSECONDS);
      return Math.multiplyExact(value, 1_000L);
    }
    units.add(Unit.NANOSECONDS);
    return value;
  }

  /** The date and time of eight, twelve or fourteen digits; null when they are none. */
  private static @Nullable LocalDateTime compact(String digits) {
    int year = Integer.parseInt(digits.substring(0, 4));
    if (year < 1980 || year > LAST_YEAR) {
      return null;
    }
    try {
      LocalDate day =
          LocalDate.of(
              year,
              Integer.parseInt(digits.substring(4, 6)),
              Integer.parseInt(digits.substring(6, 8)));
      if (digits.length() == 8) {
        return day.atStartOfDay();
      }
      return day.atTime(
          Integer.parseInt(digits.substring(8, 10)),
          Integer.parseInt(digits.substring(10, 12)),
          digits.length() == 14 ? Integer.parseInt(digits.substring(12)) : 0);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private long dated(String text, Matcher date) throws RejectedLineException {
    LocalDateTime local =
        LocalDateTime.of(
            day(text, date), date.group("hour") == null ? LocalTime.MIDNIGHT : clock(date));
    if (date.group("utc") != null) {
      return atOffset(local, ZoneOffset.UTC);
    }
    String offset = date.group("offset");
    if (offset != null) {
      return atOffset(local, ZoneOffset.of(offset));
    }
    String named = date.group("zone");
    return atZone(text, local, named == null ? zone : ZoneId.of(named));
  }

  private LocalDate day(String text, Matcher date) throws RejectedLineException {
    String year = date.group("year");
    if (year != null) {
      return LocalDate.of(
          Integer.parseInt(year),
          Integer.parseInt(date.group("month")),
          Integer.parseInt(date.group("day")));
    }
    int first = Integer.parseInt(date.group("first"));
    int middle = Integer.parseInt(date.group("middle"));
    int last = Integer.parseInt(date.group("last"));
    if (date.group("mark").equals(".") || Boolean.TRUE.equals(dayFirst)) {
      return LocalDate.of(last, middle, first);
    }
    if (dayFirst == null) {
      throw new RejectedLineException(
          "time: of %s nobody knows whether the day or the month comes first; expected ISO 8601 such as 2025-04-03T17:05:00Z"
              .formatted(Quoted.of(text)));
    }
    return LocalDate.of(last, first, middle);
  }

  private static LocalTime clock(Matcher time) {
    int hour = Integer.parseInt(time.group("hour"));
    String half = time.group("half");
    if (half != null) {
      if (hour < 1 || hour > 12) {
        throw new DateTimeException("an hour of half a day");
      }
      hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0);
    }
    String fraction = time.group("fraction");
    int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    return LocalTime.of(hour, number(time.group("minute")), number(time.group("second")), nanos);
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static long atOffset(LocalDateTime local, ZoneOffset offset) {
    Instant moment = local.toInstant(offset);
    return Math.addExact(
        Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
  }

  private long atZone(String text, LocalDateTime local, @Nullable ZoneId named)
      throws RejectedLineException {
    if (named == null) {
      zoneAssumed = true;
      return atOffset(local, ZoneOffset.UTC);
    }
    List<ZoneOffset> offsets = named.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new RejectedLineException(
          "time: %s does not exist as the clocks of %s change; write its offset, or UTC"
              .formatted(Quoted.of(text), named));
    }
    long first = atOffset(local, offsets.get(0));
    if (offsets.size() == 1) {
      return first;
    }
    long second = atOffset(local, offsets.get(1));
    long step = stamp == Stamp.CLOSE ? timeframe.millis() : 0;
    if (newestFirst) {
      return begun && (previous + step) * NANOS_PER_MILLI <= second ? first : second;
    }
    return begun && (previous + step) * NANOS_PER_MILLI >= first ? second : first;
  }

  /** One text of a day and a time of the day in two columns. */
  static String join(String day, String time) {
    return time.isEmpty()
        ? day
        : day + ' ' + (time.length() % 2 == 1 && digits(time) ? "0" : "") + time;
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
