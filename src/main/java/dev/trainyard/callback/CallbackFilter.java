package dev.trainyard.callback;

import dev.trainyard.sql.Conditions;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on callbacks; null means any.
 *
 * @param state what has become of them
 * @param jobId the job that has ended
 * @param event the end that they tell of
 * @param createdAfter earliest time of the end, inclusive
 * @param createdBefore latest time of the end, exclusive
 */
public record CallbackFilter(
    @Nullable CallbackState state,
    @Nullable UUID jobId,
    @Nullable CallbackEvent event,
    @Nullable Instant createdAfter,
    @Nullable Instant createdBefore) {

  /** Returns the same filter for one state. */
  CallbackFilter in(CallbackState other) {
    return new CallbackFilter(other, jobId, event, createdAfter, createdBefore);
  }

  /** Returns the conditions on {@code callbacks}. */
  Conditions conditions() {
    return new Conditions()
        .equal("state", state == null ? null : state.label())
        .equal("job_id", jobId)
        .equal("event", event == null ? null : event.label())
        .term("created_at >= :created_after", "created_after", timestamp(createdAfter))
        .term("created_at < :created_before", "created_before", timestamp(createdBefore));
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }
}
