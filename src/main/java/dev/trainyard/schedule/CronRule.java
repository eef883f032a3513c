package dev.trainyard.schedule;

import dev.trainyard.json.UserText;
import dev.trainyard.text.NearestNames;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * When a schedule is due: a cron expression in a time zone.
 *
 * <p>Where the hours are named, each time comes once a day, also when the clocks change: one that
 * the change skips comes later by the length of the gap, and of one that it repeats the first
 * counts. Where the hours are {@code *} or a step, the times are those that the clock on the wall
 * shows; an hour that comes twice has runs in both for {@code *}, and in the first for a step.
 */
public final class CronRule {
  /** Hours of which each has a run, so that the hour that comes twice has its runs twice. */
  private static final Pattern EVERY_HOUR = Pattern.compile("\\*|\\?|0-23|(?:\\*|0|0-23)/1");

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int FIELDS_OF_MINUTES = 5;
  private static final int FIELDS_OF_SECONDS = 6;
  private static final int HOURS = 2;

  /** Day of month, month, weekday: the last three. */
  private static final int DAY_FROM_THE_END = 3;

  private static final Pattern BEFORE_LAST = Pattern.compile("(?i)L\\s*-");
  private static final Pattern DAY_BEFORE_LAST = Pattern.compile("(?i)L-(?:[1-9]|1[0-9]|2[0-7])");

  /** More than a year of a daily time, in which every distance of two times occurs. */
  private static final int COMPARED = 400;

  private static final String EXAMPLE =
      "must be a cron expression of 5 fields (minute hour day month weekday) or 6 (second first),"
          + " such as \"30 2 * * MON-FRI\", or @hourly, @daily, @weekly, @monthly, @yearly";

  private final CronExpression expression;
  private final ZoneId zone;
  private final Hours hours;

  private enum Hours {
    EVERY,
    STEP,
    NAMED
  }

  private CronRule(CronExpression expression, ZoneId zone, Hours hours) {
    this.expression = expression;
    this.zone = zone;
    this.hours = hours;
  }

  /**
   * Creates a rule.
   *
   * @throws IllegalArgumentException when one of both cannot be read; the message is for its author
   */
  public static CronRule of(String cron, String timeZone) {
    return of(cron, zone(timeZone));
  }

  /**
   * Creates a rule.
   *
   * @throws IllegalArgumentException when the expression cannot be read; the message is for its
   *     author
   */
  static CronRule of(String cron, ZoneId zone) {
    String text = cron.strip();
    if (!text.chars().allMatch(c -> c < 0x80)) {
      throw new IllegalArgumentException(EXAMPLE + ", not " + quoted(cron));
    }
    int fields = SPACE.split(text, -1).length;
    boolean named = text.startsWith("@");
    if (!named && fields != FIELDS_OF_MINUTES && fields != FIELDS_OF_SECONDS) {
      throw new IllegalArgumentException(EXAMPLE + ", not " + quoted(cron));
    }
    if (!named) {
      checkDayOfMonth(SPACE.split(text, -1)[fields - DAY_FROM_THE_END]);
    }
    CronExpression expression;
    try {
      expression = CronExpression.parse(fields == FIELDS_OF_MINUTES ? "0 " + text : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(EXAMPLE + ", not " + quoted(cron) + reason(e, named), e);
    }
    String hours = SPACE.split(expression.toString().strip(), -1)[HOURS];
    return new CronRule(expression, zone, hours(hours));
  }

  /** Before the parser, which takes days before the last that no month has, and seeks them. */
  private static void checkDayOfMonth(String field) {
    if (BEFORE_LAST.matcher(field).find() && !DAY_BEFORE_LAST.matcher(field).matches()) {
      throw new IllegalArgumentException(
          EXAMPLE
              + ". A day before the last of the month is L-1 to L-27, which every month has, not "
              + quoted(field));
    }
  }

  private static Hours hours(String field) {
    if (EVERY_HOUR.matcher(field).matches()) {
      return Hours.EVERY;
    }
    return field.contains("/") ? Hours.STEP : Hours.NAMED;
  }

  /** What the parser says of a field; of a name it says nothing that helps. */
  private static String reason(IllegalArgumentException refusal, boolean named) {
    Throwable cause = refusal.getCause() == null ? refusal : refusal.getCause();
    return named || cause.getMessage() == null ? "" : ": " + UserText.shortened(cause.getMessage());
  }

  /**
   * Returns the zone of a name.
   *
   * @throws IllegalArgumentException when the IANA database has none; the message is for its author
   */
  static ZoneId zone(String name) {
    if (ZoneId.getAvailableZoneIds().contains(name)) {
      return ZoneId.of(name);
    }
    throw new IllegalArgumentException(
        "must be a time zone of the IANA database, such as Europe/Berlin or UTC, not %s%s"
            .formatted(quoted(name), NearestNames.suggestion(name, ZoneId.getAvailableZoneIds())));
  }

  private static String quoted(String text) {
    return "\"" + UserText.shown(text) + "\"";
  }

  /** Returns the first time after a moment; empty when there is none. */
  public Optional<Instant> next(Instant after) {
    return Optional.ofNullable(
        switch (hours) {
          case EVERY -> wall(after, false);
          case STEP -> wall(after, true);
          case NAMED -> named(after);
        });
  }

  /** Returns the first times after a moment, each with the offset that the zone then has. */
  public List<OffsetDateTime> next(Instant after, int count) {
    List<OffsetDateTime> times = new ArrayList<>();
    Optional<Instant> time = next(after);
    while (time.isPresent() && times.size() < count) {
      times.add(atZone(time.get()));
      time = next(time.get());
    }
    return times;
  }

  /** Returns a moment with the offset that the zone then has. */
  public OffsetDateTime atZone(Instant time) {
    return time.atZone(zone).toOffsetDateTime();
  }

  /**
   * Returns the shortest time between two runs, by the clock on the wall; empty when it is due
   * once.
   *
   * @param from moment from which the times are compared
   */
  Optional<Duration> shortestInterval(Instant from) {
    LocalDateTime last = expression.next(from.atZone(zone).toLocalDateTime());
    Duration shortest = null;
    for (int compared = 0; last != null && compared < COMPARED; compared++) {
      LocalDateTime next = expression.next(last);
      if (next != null) {
        Duration distance = Duration.between(last, next);
        shortest = shortest == null || distance.compareTo(shortest) < 0 ? distance : shortest;
      }
      last = next;
    }
    return Optional.ofNullable(shortest);
  }

  /** The next time that the clock on the wall shows. */
  private @Nullable Instant wall(Instant after, boolean once) {
    ZonedDateTime time = expression.next(after.atZone(zone));
    while (time != null && once && isSecond(time)) {
      time = expression.next(time);
    }
    return time == null ? null : time.toInstant();
  }

  /** Whether the clock on the wall has shown this time before. */
  private boolean isSecond(ZonedDateTime time) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time.toLocalDateTime());
    return offsets.size() > 1 && !offsets.get(0).equals(time.getOffset());
  }

  /**
   * The next of the named times: strictly later, as one that was moved out of a gap may meet
   * another one. The times are those of the calendar, of which {@code atZone} moves one in a gap by
   * its length and takes the first of two.
   */
  private @Nullable Instant named(Instant after) {
    LocalDateTime local = expression.next(beginning(after));
    Instant best = null;
    while (local != null) {
      Instant time = local.atZone(zone).toInstant();
      if (best != null && !time.isBefore(best)) {
        return best;
      }
      if (time.isAfter(after)) {
        best = time;
      }
      local = expression.next(local);
    }
    return best;
  }

  /** Where the search begins: before a gap whose moved times may still come. */
  private LocalDateTime beginning(Instant after) {
    LocalDateTime local = after.atZone(zone).toLocalDateTime();
    ZoneOffsetTransition change = zone.getRules().previousTransition(after.plusNanos(1));
    if (change != null
        && change.isGap()
        && local.isBefore(change.getDateTimeAfter().plus(change.getDuration()))) {
      return change.getDateTimeBefore().minusNanos(1);
    }
    return local;
  }
}
