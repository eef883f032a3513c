package dev.trainyard.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round times on an axis, with the shortest labels that distinguish them. */
final class TimeTicks {
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(14));

  /** Steps of calendar months. */
  private static final int[] MONTHS = {1, 2, 3, 6, 12, 24, 60, 120};

  private static final double MONTH_MILLIS = Duration.ofDays(30).toMillis();

  private TimeTicks() {}

  /**
   * A tick.
   *
   * @param millis time, epoch milliseconds
   * @param label its label
   */
  record Tick(long millis, String label) {}

  /** Returns the ticks from one time to another, at most about as many as requested. */
  static List<Tick> between(long from, long to, int most) {
    double least = Math.max(1, to - from) / (double) most;
    for (Duration step : STEPS) {
      if (step.toMillis() >= least) {
        return even(from, to, step.toMillis());
      }
    }
    int months = MONTHS[MONTHS.length - 1];
    for (int k = MONTHS.length - 1; k >= 0 && MONTHS[k] * MONTH_MILLIS >= least; k--) {
      months = MONTHS[k];
    }
    return calendar(from, to, months);
  }

  private static List<Tick> even(long from, long to, long step) {
    DateTimeFormatter label =
        formatter(step < Duration.ofDays(1).toMillis() ? "d MMM HH:mm" : "d MMM yyyy");
    List<Tick> ticks = new ArrayList<>();
    for (long time = -Math.floorDiv(-from, step) * step; time <= to; time += step) {
      ticks.add(new Tick(time, label.format(Instant.ofEpochMilli(time))));
    }
    return ticks;
  }

  private static List<Tick> calendar(long from, long to, int months) {
    DateTimeFormatter label = formatter(months < 12 ? "MMM yyyy" : "yyyy");
    ZonedDateTime month =
        Instant.ofEpochMilli(from)
            .atZone(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.DAYS)
            .withDayOfYear(1);
    List<Tick> ticks = new ArrayList<>();
    for (; month.toInstant().toEpochMilli() <= to; month = month.plusMonths(months)) {
      long time = month.toInstant().toEpochMilli();
      if (time >= from) {
        ticks.add(new Tick(time, label.format(month)));
      }
    }
    return ticks;
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
