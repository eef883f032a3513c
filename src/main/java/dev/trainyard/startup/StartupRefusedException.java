package dev.trainyard.startup;

import java.util.List;

/**
 * Thrown when the service cannot start, and the person who started it can do something about it.
 *
 * <p>The message is all that this person sees: one line that says what is wrong and what to do, and
 * below it the reasons when there are several. It never contains a password. Thrown anywhere below
 * the start of the Spring context, it ends the process with its exit code and without a stack
 * trace.
 */
public class StartupRefusedException extends RuntimeException {

  /** A service that this one needs, or a port or directory, is not available now (sysexits.h). */
  public static final int EX_UNAVAILABLE = 69;

  /**
   * Something is configured in a way that cannot work; a restart alone does not help (sysexits.h).
   */
  public static final int EX_CONFIG = 78;

  private final int exitCode;
  private final transient List<String> details;

  /**
   * Creates a refusal with exit code {@link #EX_CONFIG}.
   *
   * @param message one line: what is wrong and what to do
   */
  public StartupRefusedException(String message) {
    this(message, EX_CONFIG);
  }

  /**
   * @param message one line: what is wrong and what to do
   * @param exitCode exit code of the process, not 0
   */
  public StartupRefusedException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
    this.details = List.of();
  }

  /**
   * Creates a refusal for several reasons, with exit code {@link #EX_CONFIG}.
   *
   * @param message one line: what is wrong and what to do
   * @param details a line for each reason
   */
  public StartupRefusedException(String message, List<String> details) {
    super(message);
    this.exitCode = EX_CONFIG;
    this.details = List.copyOf(details);
  }

  /**
   * @param message one line: what is wrong and what to do
   * @param exitCode exit code of the process, not 0
   * @param cause kept for debugging; not shown
   */
  public StartupRefusedException(String message, int exitCode, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.details = List.of();
  }

  /** Returns the exit code of the process. */
  public int exitCode() {
    return exitCode;
  }

  /** Returns the lines to show below the message; usually none. */
  public List<String> details() {
    return details;
  }
}
