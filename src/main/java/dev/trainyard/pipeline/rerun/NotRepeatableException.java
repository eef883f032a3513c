package dev.trainyard.pipeline.rerun;

/** A stored configuration cannot be back-tested again; the message is for the client. */
public final class NotRepeatableException extends RuntimeException {
  /** Creates one that tells what is missing. */
  public NotRepeatableException(String message) {
    super(message);
  }

  NotRepeatableException(String message, Throwable cause) {
    super(message, cause);
  }
}
