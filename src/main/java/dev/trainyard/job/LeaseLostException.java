package dev.trainyard.job;

/**
 * A write was refused because the worker's lease is no longer that of the job: it was cancelled,
 * timed out or given to another.
 */
public class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LeaseLostException(Lease lease) {
    super("the lease of job " + lease.jobId() + " is lost");
  }
}
