package dev.trainyard.operate;

/**
 * Something that was there and was removed, as its time was over; its message is for the client.
 */
public final class RemovedException extends RuntimeException {

  /** With the message that a client reads. */
  public RemovedException(String message) {
    super(message);
  }
}
