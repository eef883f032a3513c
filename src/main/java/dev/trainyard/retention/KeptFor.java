package dev.trainyard.retention;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * How long something is kept.
 *
 * @param time positive; null for ever
 */
public record KeptFor(@Nullable Duration time) {
  private static final String FOREVER = "forever";

  /** So long are rows kept for ever whose end the schema requires. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  public KeptFor {
    if (time != null && (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "must be a time such as 90d, at most 36500d; or 0 or forever");
    }
  }

  /**
   * Reads a setting.
   *
   * @param text a time such as {@code 90d}; {@code 0} or {@code forever}
   * @throws IllegalArgumentException when it is neither
   */
  public static KeptFor of(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).equals(FOREVER)) {
      return new KeptFor(null);
    }
    Duration read = DurationStyle.detectAndParse(text.strip());
    return new KeptFor(read.isZero() ? null : read);
  }

  /** Returns whether it is kept for ever. */
  public boolean isForever() {
    return time == null;
  }

  /** Returns the time in milliseconds, a hundred years for ever. */
  public long millis() {
    return Objects.requireNonNullElse(time, LONGEST).toMillis();
  }

  /** Returns the time in words, such as {@code 90 days}. */
  public String words() {
    if (time == null) {
      return FOREVER;
    }
    if (time.equals(Duration.ofDays(time.toDays()))) {
      return number(time.toDays(), "day");
    }
    return time.equals(Duration.ofHours(time.toHours()))
        ? number(time.toHours(), "hour")
        : number(Math.max(1, time.toSeconds()), "second");
  }

  private static String number(long count, String unit) {
    return count == 1 ? "1 " + unit : "%d %ss".formatted(count, unit);
  }
}
