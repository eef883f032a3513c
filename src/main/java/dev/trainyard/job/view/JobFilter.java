package dev.trainyard.job.view;

import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Priority;
import dev.trainyard.sql.Conditions;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on jobs; null means any.
 *
 * @param status state
 * @param strategy name of a strategy
 * @param symbol market, such as {@code BTC/USDT}
 * @param exchange name of an exchange
 * @param timeframe label of a timeframe
 * @param priority priority
 * @param batchId batch
 * @param createdBy name of who submitted it
 * @param error text in the name or the message of its last error, in any case
 * @param createdAfter earliest time of submission, inclusive
 * @param createdBefore latest time of submission, exclusive
 * @param jobIds the jobs themselves
 */
public record JobFilter(
    @Nullable JobStatus status,
    @Nullable String strategy,
    @Nullable String symbol,
    @Nullable String exchange,
    @Nullable String timeframe,
    @Nullable Priority priority,
    @Nullable UUID batchId,
    @Nullable String createdBy,
    @Nullable String error,
    @Nullable Instant createdAfter,
    @Nullable Instant createdBefore,
    @Nullable List<UUID> jobIds) {
  private static final JobFilter ANY =
      new JobFilter(null, null, null, null, null, null, null, null, null, null, null, null);

  /** No id is made later than that after the time that its job shows as its submission. */
  private static final Duration ID_LATER_THAN_TIME = Duration.ofHours(1);

  public JobFilter {
    jobIds = jobIds == null ? null : List.copyOf(jobIds);
  }

  /** Returns whether it lets all jobs through. */
  public boolean isAny() {
    return equals(ANY);
  }

  /**
   * Returns the conditions on {@code training_jobs}. Ids hold the time, so that times of submission
   * are found by the primary key.
   */
  public Conditions conditions() {
    Conditions conditions =
        new Conditions()
            .equal("status", status == null ? null : status.name())
            .equal("strategy", strategy)
            .markets("symbol", symbol)
            .equal("exchange", exchange)
            .equal("timeframe", timeframe)
            .equal("priority", priority == null ? null : priority.label())
            .equal("batch_id", batchId)
            .equal("created_by", createdBy);
    if (error != null) {
      conditions
          .term("error IS NOT NULL")
          .term(
              "(strpos(lower(error ->> 'class'), :error) > 0"
                  + " OR strpos(lower(error ->> 'message'), :error) > 0)",
              "error",
              error.toLowerCase(Locale.ROOT));
    }
    if (createdAfter != null) {
      conditions
          .term("created_at >= :created_after", "created_after", Timestamp.from(createdAfter))
          .term("id >= :first_id", "first_id", TimeOfId.first(createdAfter));
    }
    if (createdBefore != null) {
      conditions
          .term("created_at < :created_before", "created_before", Timestamp.from(createdBefore))
          .term("id < :end_id", "end_id", TimeOfId.first(createdBefore.plus(ID_LATER_THAN_TIME)));
    }
    if (jobIds != null) {
      conditions.term("id = ANY(:job_ids)", "job_ids", jobIds.toArray(UUID[]::new));
    }
    return conditions;
  }
}
