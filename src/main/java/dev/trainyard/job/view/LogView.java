package dev.trainyard.job.view;

import dev.trainyard.job.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a job's log.
 *
 * @param seq its number, which increases within a job, with gaps
 * @param time when it was written
 * @param level {@code INFO}, {@code WARN} or {@code ERROR}
 * @param message what happened
 * @param stage stage of the job; null before the first stage
 */
public record LogView(long seq, Instant time, String level, String message, @Nullable Stage stage) {

  /** The line as a file shows it. */
  public String asText() {
    return "%s %-5s %s %s".formatted(time, level, stage == null ? "-" : stage, message);
  }
}
