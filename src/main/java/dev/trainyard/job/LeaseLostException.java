package dev.trainyard.job;

/**
 * A write was refused because the worker no longer holds the job's lease: the job was cancelled,
 * timed out or was claimed by another worker.
 */
public class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a lease. */
  public LeaseLostException(Lease lease) {
    super("the lease of job " + lease.jobId() + " is lost");
  }
}
