package dev.trainyard.route.check;

/** A step that Camel cannot start. */
final class RefusedStepException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  /**
   * @param line line of the step, from 1
   * @param cause what Camel has against it
   */
  RefusedStepException(int line, Throwable cause) {
    super(cause);
    this.line = line;
  }

  int line() {
    return line;
  }
}
