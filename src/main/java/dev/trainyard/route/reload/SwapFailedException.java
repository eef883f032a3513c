package dev.trainyard.route.reload;

import dev.trainyard.route.model.RouteText;
import dev.trainyard.text.FileProblem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when a valid set of routes could not be applied; the former routes run again. */
final class SwapFailedException extends Exception {
  private final transient @Nullable RouteText busy;
  private final transient @Nullable FileProblem place;
  private final boolean isTriedAgain;

  SwapFailedException(String message, Throwable cause) {
    this(message, cause, null);
  }

  /**
   * @param place where the cause is written; null when not known
   */
  SwapFailedException(String message, Throwable cause, @Nullable FileProblem place) {
    super(message, cause);
    this.busy = null;
    this.place = place;
    this.isTriedAgain = false;
  }

  private SwapFailedException(String message, @Nullable RouteText busy) {
    super(message);
    this.busy = busy;
    this.place = null;
    this.isTriedAgain = true;
  }

  /**
   * Creates a failure because of a message in progress, which may be gone later.
   *
   * @param busy the route that contained it; null for a request
   */
  static SwapFailedException busy(String what, @Nullable RouteText busy) {
    return new SwapFailedException(what + "; trying again in a minute", busy);
  }

  /** Returns whether a retry may succeed. */
  boolean isTriedAgain() {
    return isTriedAgain;
  }

  /**
   * Returns the failure as a problem at its cause.
   *
   * @param file the file to name when the cause is in none
   */
  FileProblem problem(String file) {
    if (place != null) {
      return place;
    }
    String message = Objects.requireNonNull(getMessage(), "a failure without words");
    return busy == null
        ? FileProblem.ofFile(file, message)
        : FileProblem.ofLine(busy.item().file(), busy.line(), message);
  }
}
