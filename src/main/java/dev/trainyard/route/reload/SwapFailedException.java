package dev.trainyard.route.reload;

import dev.trainyard.route.check.RouteProblem;
import dev.trainyard.route.check.RouteUnit;

/** A valid set of routes could not be brought in; what ran before runs again. */
final class SwapFailedException extends Exception {
  private final transient RouteUnit busy;
  private final boolean isTriedAgain;

  SwapFailedException(String message, Throwable cause) {
    super(message, cause);
    this.busy = null;
    this.isTriedAgain = false;
  }

  private SwapFailedException(String message, RouteUnit busy) {
    super(message);
    this.busy = busy;
    this.isTriedAgain = true;
  }

  /**
   * Something was on its way, and may be gone later.
   *
   * @param busy the route in which it was; null for a request
   */
  static SwapFailedException busy(String what, RouteUnit busy) {
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
  RouteProblem problem(String file) {
    return busy == null
        ? new RouteProblem(file, 0, 0, getMessage())
        : new RouteProblem(busy.item().file(), busy.line(), 0, getMessage());
  }
}
