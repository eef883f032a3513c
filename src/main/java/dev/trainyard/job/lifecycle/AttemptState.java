package dev.trainyard.job.lifecycle;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state of an attempt and of its job.
 *
 * @param held whether its lease is still valid
 * @param outcome how the attempt ended; null while it runs
 * @param status the job's state; null when the job is gone
 * @param errorKind label of the failure's kind; null without a failure
 * @param errorMessage message of the failure; null without a failure
 */
public record AttemptState(
    boolean held,
    @Nullable AttemptOutcome outcome,
    @Nullable JobStatus status,
    @Nullable String errorKind,
    @Nullable String errorMessage) {

  /** The state of an attempt that has completed its job, which nothing changes. */
  public static final AttemptState COMPLETED =
      new AttemptState(false, AttemptOutcome.COMPLETED, JobStatus.COMPLETED, null, null);

  static final AttemptState GONE = new AttemptState(false, null, null, null, null);

  /** Returns whether the attempt failed and made the job a dead letter. */
  public boolean isDeadLetter() {
    return outcome == AttemptOutcome.FAILED && status == JobStatus.FAILED;
  }
}
