package dev.trainyard.cli.client;

import java.util.List;

/**
 * Thrown when the service cannot be reached or refuses a request. The message is for the user: what
 * is wrong and what to do.
 */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Exit code: the service refuses what is asked in the state in which things are. */
  public static final int REFUSED = 1;

  /** Exit code: what is asked is not valid. */
  public static final int USAGE = 2;

  /** Exit code: the service cannot be reached or is overloaded (sysexits.h). */
  public static final int AWAY = 69;

  /** Exit code: the key is missing, wrong, or may not do this (sysexits.h). */
  public static final int NOT_ALLOWED = 77;

  private final int exitCode;
  private final int status;
  private final transient List<String> details;

  /**
   * A failure without an answer.
   *
   * @param exitCode exit code of the command
   */
  public ServiceException(int exitCode, String message) {
    this(exitCode, 0, message, List.of());
  }

  /**
   * @param status HTTP status; 0 without an answer
   * @param details a line for each thing that is wrong
   */
  ServiceException(int exitCode, int status, String message, List<String> details) {
    super(message);
    this.exitCode = exitCode;
    this.status = status;
    this.details = List.copyOf(details);
  }

  /** Exit code of the command. */
  public int exitCode() {
    return exitCode;
  }

  /** HTTP status of the answer; 0 without one. */
  public int status() {
    return status;
  }

  /** Further lines; usually none. */
  public List<String> details() {
    return details;
  }
}
