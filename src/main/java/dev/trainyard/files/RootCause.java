package dev.trainyard.files;

import java.util.regex.Pattern;
import org.springframework.core.NestedExceptionUtils;

/** Extracts from an error the message for the author of a file. */
public final class RootCause {
  /** An object as Java prints it, with the preposition before it. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "(?:\\s+(?:on|for|at|in|of):?)?\\s*\\b(?:[\\w$]+\\.)*[\\w$]+@[0-9a-f]{4,8}\\b");

  private RootCause() {}

  /**
   * Returns the first line of the innermost cause, which says what is wrong. The outer ones repeat
   * the whole route.
   */
  public static String of(Throwable failure) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
    String message = OBJECT.matcher(firstLine(cause)).replaceAll("");
    return message.isEmpty() ? cause.getClass().getSimpleName() : message;
  }

  /** Returns the first line of the failure's own message; empty without one. */
  public static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
