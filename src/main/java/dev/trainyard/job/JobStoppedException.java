package dev.trainyard.job;

/**
 * The work on a job was interrupted: its worker stops or has lost the lease. The job itself did not
 * fail.
 */
public class JobStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with the interrupt as its cause. */
  public JobStoppedException(Throwable cause) {
    super("interrupted", cause);
  }
}
