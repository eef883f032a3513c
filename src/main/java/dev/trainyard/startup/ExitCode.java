package dev.trainyard.startup;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;

/** Chooses the exit code of a process whose start has failed. */
public final class ExitCode {

  private static final int OTHER_FAILURE = 1;

  private ExitCode() {}

  /**
   * Returns the exit code that the innermost known cause asks for; 1 for an unexpected failure.
   *
   * @param failure what {@code SpringApplication.run} has thrown, after reporting it
   */
  public static int of(Throwable failure) {
    int code = OTHER_FAILURE;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartupRefusedException refusal) {
        code = refusal.exitCode();
      } else if (cause instanceof PortInUseException) {
        code = StartupRefusedException.EX_UNAVAILABLE;
      } else if (cause instanceof BindException || isOfARouteFile(cause)) {
        code = StartupRefusedException.EX_CONFIG;
      }
    }
    return code;
  }

  private static boolean isOfARouteFile(Throwable cause) {
    return cause instanceof FailedToCreateRouteException
        || cause instanceof FailedToStartRouteException;
  }
}
