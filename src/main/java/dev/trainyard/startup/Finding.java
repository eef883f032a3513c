package dev.trainyard.startup;

import org.jspecify.annotations.Nullable;

/**
 * What an examination of an installation has found, for the person who keeps it.
 *
 * @param level how it is
 * @param subject what was examined, such as {@code PostgreSQL}
 * @param message how it is, in one line, without a password
 * @param advice what to do; null when there is nothing to do
 */
public record Finding(Level level, String subject, String message, @Nullable String advice) {

  /** How something is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** The service works, but something may go wrong later. */
    WARNING,
    /** The service cannot work, or loses something. */
    WRONG
  }

  /** Something is as it should be. */
  public static Finding ok(String subject, String message) {
    return new Finding(Level.OK, subject, message, null);
  }

  /** Something may go wrong later. */
  public static Finding warning(String subject, String message, String advice) {
    return new Finding(Level.WARNING, subject, message, advice);
  }

  /** Something is wrong. */
  public static Finding wrong(String subject, String message, String advice) {
    return new Finding(Level.WRONG, subject, message, advice);
  }

  /** A start would be refused. The refusal says what to do itself. */
  public static Finding of(String subject, StartupRefusedException refusal) {
    StringBuilder message = new StringBuilder(String.valueOf(refusal.getMessage()));
    refusal.details().forEach(detail -> message.append(' ').append(detail));
    return new Finding(Level.WRONG, subject, message.toString(), null);
  }
}
