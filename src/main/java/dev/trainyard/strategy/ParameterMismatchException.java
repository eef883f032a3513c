package dev.trainyard.strategy;

import java.util.Objects;

/**
 * Thrown when a space lacks a parameter that a strategy reads, or has one that it does not read.
 *
 * <p>While a strategy is made from its file, it is reported with the file and the line of the
 * parameter.
 */
public final class ParameterMismatchException extends IllegalArgumentException {
  private final String parameter;

  /**
   * @param parameter name of the parameter, as in the file
   * @param message what is wrong with it and what is allowed, without its name
   */
  public ParameterMismatchException(String parameter, String message) {
    super(Objects.requireNonNull(parameter, "parameter") + ": " + message);
    this.parameter = parameter;
  }

  /** Returns the name of the parameter. */
  public String parameter() {
    return parameter;
  }
}
