package dev.trainyard.job.lifecycle;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.JobStatus;

/**
 * How an attempt of a job stands.
 *
 * @param held whether its lease is still the job's
 * @param outcome how it ended; null before
 * @param status the job's state; null when the job is gone
 * @param errorKind label of its failure's kind; null without
 * @param errorMessage what its failure says; null without
 */
public record AttemptState(
    boolean held, AttemptOutcome outcome, JobStatus status, String errorKind, String errorMessage) {

  static final AttemptState GONE = new AttemptState(false, null, null, null, null);

  /** Whether it was the job's last: a failure that made the job a dead letter. */
  public boolean isDeadLetter() {
    return outcome == AttemptOutcome.FAILED && status == JobStatus.FAILED;
  }
}
