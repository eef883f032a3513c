package dev.trainyard.job.work;

import dev.trainyard.job.Stage;
import java.time.Duration;

/**
 * A line that a worker adds to the log of its job.
 *
 * @param key identifies the event: a job has one line per key, so a worker that repeats another's
 *     work or an unconfirmed write adds no second line
 * @param level importance of the line
 * @param stage stage to which the line refers
 * @param message what happened, for a user
 * @param age time between the event and its storing
 */
public record LogLine(String key, Level level, Stage stage, String message, Duration age) {

  /** Importance of a line. */
  public enum Level {
    INFO,
    WARN
  }

  /** Creates a line for an expected event that happens now. */
  public static LogLine info(String key, Stage stage, String message) {
    return new LogLine(key, Level.INFO, stage, message, Duration.ZERO);
  }

  /** Creates a line for an event that happens now and needs attention. */
  public static LogLine warn(String key, Stage stage, String message) {
    return new LogLine(key, Level.WARN, stage, message, Duration.ZERO);
  }

  /** Returns the same line with {@code time} as its age. */
  public LogLine aged(Duration time) {
    return new LogLine(key, level, stage, message, time);
  }
}
