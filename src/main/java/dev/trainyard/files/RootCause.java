package dev.trainyard.files;

import java.util.regex.Pattern;

/** What an error says to somebody who edits files. */
public final class RootCause {
  /** An object as Java prints it, with the word that leads to it. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "(?:\\s+(?:on|for|at|in|of):?)?\\s*\\b(?:[\\w$]+\\.)*[\\w$]+@[0-9a-f]{4,8}\\b");

  private RootCause() {}

  /**
   * The first line of the innermost cause, which says what is wrong: those around it repeat the
   * whole route.
   */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = OBJECT.matcher(firstLine(cause)).replaceAll("");
    return message.isEmpty() ? cause.getClass().getSimpleName() : message;
  }

  /** The first line of its own message; empty without one. */
  public static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
