package dev.trainyard.operate;

/** Something that the state does not allow, beside that of a job; its message is for the client. */
public final class ConflictException extends RuntimeException {

  /** With the message that a client reads. */
  public ConflictException(String message) {
    super(message);
  }
}
