package dev.trainyard.callback.secret;

/** A callback cannot be signed; the message says why and what to do. */
public final class MissingSecretException extends RuntimeException {

  /** With what is missing. */
  public MissingSecretException(String message) {
    super(message);
  }
}
