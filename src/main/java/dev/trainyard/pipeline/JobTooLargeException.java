package dev.trainyard.pipeline;

import dev.trainyard.job.PermanentJobException;

/** A job needs more memory than a slot of this worker has; the message contains the figures. */
public class JobTooLargeException extends PermanentJobException {
  private static final long serialVersionUID = 1L;

  JobTooLargeException(String message) {
    super(message);
  }
}
