package dev.trainyard.api;

import dev.trainyard.job.JobStatus;
import dev.trainyard.job.SubmittedJob;
import java.util.UUID;

/**
 * A request that is a job now.
 *
 * @param jobId the job
 * @param status its state
 * @param job what the queue needs to know of it; null when the request was a repetition, whose job
 *     has been queued before
 */
public record Submission(UUID jobId, JobStatus status, SubmittedJob job) {

  /** Whether the request repeats one with the same idempotency key. */
  public boolean isReplayed() {
    return job == null;
  }

  /** Path of the job. */
  public String location() {
    return JobLinks.of(jobId).self();
  }
}
