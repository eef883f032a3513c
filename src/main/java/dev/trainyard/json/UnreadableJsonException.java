package dev.trainyard.json;

/** Thrown when a body is not JSON; its message is meant for the client. */
public final class UnreadableJsonException extends RuntimeException {

  /**
   * Creates a refusal.
   *
   * @param message what is wrong and where
   */
  public UnreadableJsonException(String message) {
    super(message);
  }
}
