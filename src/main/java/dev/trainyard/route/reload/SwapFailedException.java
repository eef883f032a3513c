package dev.trainyard.route.reload;

import dev.trainyard.route.model.RouteText;
import dev.trainyard.text.FileProblem;

/** A valid set of routes could not be brought in; what ran before runs again. */
final class SwapFailedException extends Exception {
  private final transient RouteText busy;
  private final transient FileProblem place;
  private final boolean isTriedAgain;

  SwapFailedException(String message, Throwable cause) {
    this(message, cause, null);
  }

  /**
   * @param place where the cause is written; null when that is not known
   */
  SwapFailedException(String message, Throwable cause, FileProblem place) {
    super(message, cause);
    this.busy = null;
    this.place = place;
    this.isTriedAgain = false;
  }

  private SwapFailedException(String message, RouteText busy) {
    super(message);
    this.busy = busy;
    this.place = null;
    this.isTriedAgain = true;
  }

  /**
   * Something was on its way, and may be gone later.
   *
   * @param busy the route in which it was; null for a request
   */
  static SwapFailedException busy(String what, RouteText busy) {
    return new SwapFailedException(what + "; it is tried again in a minute", busy);
  }

  /** Whether the same may work later. */
  boolean isTriedAgain() {
    return isTriedAgain;
  }

  /**
   * Where the cause is.
   *
   * @param file the file that is named when the cause is in none
   */
  FileProblem problem(String file) {
    if (place != null) {
      return place;
    }
    return busy == null
        ? FileProblem.ofFile(file, getMessage())
        : FileProblem.ofLine(busy.item().file(), busy.line(), getMessage());
  }
}
