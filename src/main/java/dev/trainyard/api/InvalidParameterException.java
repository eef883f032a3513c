package dev.trainyard.api;

/** A path or query parameter, or a header, that cannot be read; its message is for the client. */
final class InvalidParameterException extends RuntimeException {
  private final String parameter;

  /**
   * Names the parameter.
   *
   * @param message what it must be
   */
  InvalidParameterException(String parameter, String message) {
    super(parameter + ": " + message);
    this.parameter = parameter;
  }

  /** Name of the parameter. */
  String parameter() {
    return parameter;
  }
}
