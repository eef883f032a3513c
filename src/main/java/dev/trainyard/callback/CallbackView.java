package dev.trainyard.callback;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A callback as clients see it.
 *
 * @param id its id, which receivers know as {@code webhook-id}
 * @param jobId the job that has ended
 * @param event {@code completed}, {@code failed} or {@code cancelled}
 * @param url where it goes, without the values of its query
 * @param state {@code pending}, {@code delivered} or {@code dead}
 * @param attempts attempts since it was made or replayed
 * @param nextAt when the next attempt is due, or the one under way is taken over; null when none is
 * @param lastAttemptAt time of the last attempt; null before the first
 * @param lastStatus HTTP status of the last answer; null when there was none
 * @param lastError why the last attempt failed; null when it did not
 * @param createdAt when the job ended
 * @param endedAt when it was delivered or given up; null while it is pending
 * @param payload what is sent, JSON; absent in a list
 */
public record CallbackView(
    UUID id,
    UUID jobId,
    String event,
    String url,
    String state,
    int attempts,
    @Nullable Instant nextAt,
    @Nullable Instant lastAttemptAt,
    @Nullable Integer lastStatus,
    @Nullable String lastError,
    Instant createdAt,
    @Nullable Instant endedAt,
    @JsonRawValue @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String payload) {}
