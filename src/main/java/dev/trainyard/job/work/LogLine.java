package dev.trainyard.job.work;

import dev.trainyard.job.Stage;
import java.time.Duration;

/**
 * A line that a worker adds to the log of its job.
 *
 * @param key names what it tells: a job has one line of a key, so that a worker that does the work
 *     of another again, or is not sure that a write was stored, repeats nothing
 * @param level how much it matters
 * @param stage stage that it is about
 * @param message what happened, for a user
 * @param age how long ago it happened when it is stored
 */
public record LogLine(String key, Level level, Stage stage, String message, Duration age) {

  /** How much a line matters. */
  public enum Level {
    INFO,
    WARN
  }

  /** A line of now that tells what is expected. */
  public static LogLine info(String key, Stage stage, String message) {
    return new LogLine(key, Level.INFO, stage, message, Duration.ZERO);
  }

  /** A line of now that tells what somebody should look at. */
  public static LogLine warn(String key, Stage stage, String message) {
    return new LogLine(key, Level.WARN, stage, message, Duration.ZERO);
  }

  /** The same line, stored some time after what it tells. */
  public LogLine aged(Duration time) {
    return new LogLine(key, level, stage, message, time);
  }
}
