package dev.trainyard.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.trainyard.job.JobStatus;
import java.util.UUID;

/**
 * A job that has been cancelled.
 *
 * @param jobId the job
 * @param status its state
 * @param before the state that it was in
 */
public record Cancellation(UUID jobId, JobStatus status, @JsonIgnore JobStatus before) {

  /** Status of the answer: a worker may still be stopping a job that ran. */
  public int httpStatus() {
    return before == JobStatus.RUNNING ? 202 : 200;
  }

  /** What the workers are told. */
  public ControlMessage message() {
    return ControlMessage.cancel(jobId);
  }
}
