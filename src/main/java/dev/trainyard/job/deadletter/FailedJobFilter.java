package dev.trainyard.job.deadletter;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.Stage;
import dev.trainyard.sql.Conditions;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on dead letters; null means any.
 *
 * @param jobId the job that failed
 * @param kind kind of the failure
 * @param stage stage of the failure
 * @param errorClass name of the error
 * @param strategy the job's strategy
 * @param symbol the job's market
 * @param exchange the job's exchange
 * @param timeframe label of the job's timeframe
 * @param replayed whether a job replays the dead letter
 * @param failedAfter earliest time of the failure, inclusive
 * @param failedBefore latest time of the failure, exclusive
 */
public record FailedJobFilter(
    @Nullable UUID jobId,
    @Nullable FailureKind kind,
    @Nullable Stage stage,
    @Nullable String errorClass,
    @Nullable String strategy,
    @Nullable String symbol,
    @Nullable String exchange,
    @Nullable String timeframe,
    @Nullable Boolean replayed,
    @Nullable Instant failedAfter,
    @Nullable Instant failedBefore) {

  /** Returns the conditions on {@code failed_jobs}; they exclude dead letters that have expired. */
  Conditions conditions() {
    Conditions conditions =
        new Conditions()
            .term("expires_at > now()")
            .equal("job_id", jobId)
            .equal("kind", kind == null ? null : kind.label())
            .equal("stage", stage == null ? null : stage.name())
            .equal("error_class", errorClass)
            .equal("strategy", strategy)
            .markets("symbol", symbol)
            .equal("exchange", exchange)
            .equal("timeframe", timeframe)
            .term("failed_at >= :failed_after", "failed_after", timestamp(failedAfter))
            .term("failed_at < :failed_before", "failed_before", timestamp(failedBefore));
    if (replayed == null) {
      return conditions;
    }
    return conditions.term(replayed ? "replayed_as IS NOT NULL" : "replayed_as IS NULL");
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }
}
