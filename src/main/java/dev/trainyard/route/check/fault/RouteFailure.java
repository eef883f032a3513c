package dev.trainyard.route.check.fault;

import dev.trainyard.files.RootCause;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteText;
import dev.trainyard.text.FileProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;

/** Finds the route to which one of Camel's start-up errors refers. */
public final class RouteFailure {
  private RouteFailure() {}

  /**
   * Describes why the route does not run, at the text that the reason repeats or else where the
   * route begins.
   *
   * @param model the content of the files
   * @return empty when the error names no route, or one that no file contains
   */
  public static Optional<FileProblem> problem(RouteModel model, Throwable failure) {
    String id = routeId(failure).orElse(null);
    RouteText unit = id == null ? null : model.units().get(id);
    if (unit == null) {
      return Optional.empty();
    }
    String reason = RootCause.of(failure);
    SourceLocator places =
        new SourceLocator(model, unit.item(), UnaryOperator.identity(), List.of());
    return Optional.of(
        places
            .at(places.quoted(reason).orElse(null), "route %s: %s".formatted(id, reason))
            .orElseGet(
                () ->
                    new FileProblem(
                        unit.item().file(),
                        unit.line(),
                        unit.item().column(),
                        "route %s: %s".formatted(id, reason))));
  }

  /** Returns the id of the route that an error or one of its causes names; empty when none does. */
  public static Optional<String> routeId(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FailedToCreateRouteException route) {
        return Optional.of(route.getRouteId());
      }
      if (cause instanceof FailedToStartRouteException route) {
        return Optional.of(route.getRouteId());
      }
    }
    return Optional.empty();
  }
}
