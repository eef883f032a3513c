package dev.trainyard.queue.redis;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a message on {@code trainyard:events} is about. It says where to look in PostgreSQL, so one
 * that is lost, late or forged does no harm.
 *
 * @param type {@code state}, {@code progress} or {@code control}
 * @param jobId the job; null for several, or none
 */
public record JobMessage(String type, @Nullable UUID jobId) {
  private static final Pattern BEGINNING =
      Pattern.compile(
          "\\{\"type\":\"(state|progress|control)\"(?:,(?:\"action\":\"[a-z]*\",)?\"job_id\":\"([-0-9a-f]{36})\")?.*",
          Pattern.DOTALL);

  /** Returns what a text is about; empty for one that is none of our messages. */
  static Optional<JobMessage> of(String text) {
    Matcher beginning = BEGINNING.matcher(text);
    if (!beginning.matches()) {
      return Optional.empty();
    }
    try {
      String job = beginning.group(2);
      return Optional.of(
          new JobMessage(beginning.group(1), job == null ? null : UUID.fromString(job)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
