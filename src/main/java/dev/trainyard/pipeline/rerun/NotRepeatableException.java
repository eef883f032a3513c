package dev.trainyard.pipeline.rerun;

/** What a stored configuration rests on is no longer there; the message is for the client. */
public final class NotRepeatableException extends RuntimeException {
  NotRepeatableException(String message) {
    super(message);
  }

  NotRepeatableException(String message, Throwable cause) {
    super(message, cause);
  }
}
