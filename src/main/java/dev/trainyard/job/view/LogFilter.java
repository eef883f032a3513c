package dev.trainyard.job.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the lines of a log.
 *
 * @param level the least level; null for any
 * @param text what the stage or the message contains, in letters of either case; null for anything
 */
public record LogFilter(@Nullable String level, @Nullable String text) {
  /** Levels of lines, the least first. */
  public static final List<String> LEVELS = List.of("INFO", "WARN", "ERROR");

  /** Every line. */
  public static final LogFilter ALL = new LogFilter(null, null);

  /** Levels of the lines; null for all. */
  String @Nullable [] levels() {
    return level == null
        ? null
        : LEVELS.subList(LEVELS.indexOf(level), LEVELS.size()).toArray(String[]::new);
  }
}
