package dev.trainyard.api.job;

import dev.trainyard.job.JobStatus;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that is a job now.
 *
 * @param jobId the job
 * @param status its state
 * @param job what the queue needs to know of it; null when it is not a new one
 * @param links where the client goes on
 * @param isReplayed whether the request repeats one with the same idempotency key
 */
public record Submission(
    UUID jobId, JobStatus status, @Nullable SubmittedJob job, JobLinks links, boolean isReplayed) {

  /** Whether the queue is to be told of it. */
  public boolean isNew() {
    return job != null;
  }

  /** Path of the job, as the client sees it. */
  public String location() {
    return links.self();
  }
}
