package dev.trainyard.access;

import dev.trainyard.sql.Conditions;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the audit log are meant; each part null for any.
 *
 * @param caller name of who did it
 * @param action what was done
 * @param target what it was done to
 * @param outcome {@code done} or {@code denied}
 * @param from time from which on
 * @param to time before which
 */
public record AuditFilter(
    @Nullable String caller,
    @Nullable String action,
    @Nullable String target,
    @Nullable String outcome,
    @Nullable Instant from,
    @Nullable Instant to) {

  Conditions conditions() {
    return new Conditions()
        .equal("caller", caller)
        .equal("action", action)
        .equal("target", target)
        .equal("outcome", outcome)
        .term("time >= :from", "from", timestamp(from))
        .term("time < :to", "to", timestamp(to));
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }
}
