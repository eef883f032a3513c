package dev.trainyard.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log.
 *
 * @param seq its number; later lines have larger ones
 * @param time when it happened
 * @param caller name of who did it
 * @param apiKeyId key of who did it; null for none
 * @param door {@code http}, {@code jmx}, {@code cli}, {@code files} or {@code schedule}
 * @param address network address of who did it; null when there is none
 * @param action what was done, such as {@code job.cancel}
 * @param target id or name of what it was done to; null for the whole service
 * @param outcome {@code done} or {@code denied}
 * @param details anything else worth knowing; null for nothing
 */
public record AuditEntry(
    long seq,
    Instant time,
    String caller,
    @Nullable UUID apiKeyId,
    String door,
    @Nullable String address,
    String action,
    @Nullable String target,
    String outcome,
    @Nullable String details) {}
