package dev.trainyard.strategy;

/** A space does not have the parameter that a strategy reads, or has one that it does not read. */
final class ParameterMismatchException extends IllegalArgumentException {
  private final String parameter;

  ParameterMismatchException(String parameter, String message) {
    super(parameter + ": " + message);
    this.parameter = parameter;
  }

  /** Name of the parameter. */
  String parameter() {
    return parameter;
  }
}
