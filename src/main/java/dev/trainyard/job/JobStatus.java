package dev.trainyard.job;

/**
 * The states of a job. The last three are final: only an explicit retry leaves FAILED or CANCELLED.
 */
public enum JobStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** Returns whether the job has ended. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
