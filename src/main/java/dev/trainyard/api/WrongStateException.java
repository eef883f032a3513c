package dev.trainyard.api;

import dev.trainyard.job.JobStatus;

/** A job whose state does not allow what is asked; its message is for the client. */
final class WrongStateException extends RuntimeException {
  private final JobStatus status;

  WrongStateException(JobStatus status, String message) {
    super(message);
    this.status = status;
  }

  /** The job's state. */
  JobStatus status() {
    return status;
  }
}
