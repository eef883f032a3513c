package dev.trainyard.job;

/**
 * The job cannot succeed, however often it is tried; the message tells its owner why, and what to
 * change.
 */
public class PermanentJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message for the job's owner. */
  public PermanentJobException(String message) {
    super(message);
  }

  /** Creates the exception with a message for the job's owner and a cause. */
  public PermanentJobException(String message, Throwable cause) {
    super(message, cause);
  }
}
