package dev.trainyard.route.check;

/** What an error says to somebody who edits files. */
public final class Reason {
  private Reason() {}

  /**
   * The first line of the innermost cause, which says what is wrong: those around it repeat the
   * whole route.
   */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = firstLine(cause);
    return message.isEmpty() ? cause.getClass().getSimpleName() : message;
  }

  /** The first line of its own message; empty without one. */
  public static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
