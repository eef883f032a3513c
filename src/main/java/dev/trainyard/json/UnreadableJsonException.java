package dev.trainyard.json;

/** A body that is not JSON; its message is meant for the client. */
public final class UnreadableJsonException extends RuntimeException {

  /** Says what is wrong and where. */
  public UnreadableJsonException(String message) {
    super(message);
  }
}
