package dev.trainyard.strategy;

import java.util.Objects;

/**
 * A space does not have the parameter that a strategy reads, or has one that it does not read.
 *
 * <p>Thrown while a strategy is made of its file, it is told with the file and the line of the
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

  /** Name of the parameter. */
  public String parameter() {
    return parameter;
  }
}
