package dev.trainyard.api.problem;

import dev.trainyard.text.FieldError;

/** A path or query parameter, or a header, that cannot be read; its message is for the client. */
public final class InvalidParameterException extends RuntimeException {
  private final transient FieldError error;

  /**
   * Names the parameter.
   *
   * @param message what it must be
   */
  public InvalidParameterException(String parameter, String message) {
    super(parameter + ": " + message);
    this.error = new FieldError(parameter, message);
  }

  /** The parameter, and what it must be. */
  FieldError error() {
    return error;
  }
}
