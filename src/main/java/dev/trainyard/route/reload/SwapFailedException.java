package dev.trainyard.route.reload;

/** A valid set of routes could not be brought in; what ran before runs again. */
final class SwapFailedException extends Exception {

  SwapFailedException(String message) {
    super(message);
  }

  SwapFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
