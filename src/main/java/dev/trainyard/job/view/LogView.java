package dev.trainyard.job.view;

import dev.trainyard.job.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a job's log.
 *
 * @param seq its number, growing within a job but not by one
 * @param time when it was written
 * @param level {@code INFO}, {@code WARN} or {@code ERROR}
 * @param message what happened
 * @param stage stage that the job was in; null before the first
 */
public record LogView(
    long seq, Instant time, String level, String message, @Nullable Stage stage) {}
