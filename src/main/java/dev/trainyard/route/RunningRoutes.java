package dev.trainyard.route;

import dev.trainyard.route.model.RouteText;
import dev.trainyard.route.reload.RouteReloader;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.management.InstanceNotFoundException;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lists the routes that this process runs, with their figures from JMX. */
@Component
public class RunningRoutes {
  private final CamelContext camel;
  private final RouteReloader reloader;

  RunningRoutes(CamelContext camel, RouteReloader reloader) {
    this.camel = camel;
    this.reloader = reloader;
  }

  /** Returns all routes by id, without those that an edit is just removing or adding. */
  public List<RunningRoute> list() {
    return camel.getRoutes().stream()
        .map(this::describe)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(RunningRoute::id))
        .toList();
  }

  /** Returns a route; empty when there is none, as while an edit removes or adds it. */
  public Optional<RunningRoute> find(String id) {
    Route route = camel.getRoute(id);
    return route == null ? Optional.empty() : describe(route);
  }

  /** Returns how many exchanges have ended in a route; empty when there is none. */
  public OptionalLong ended(String id) {
    ManagedRouteMBean figures = figures(id);
    try {
      return figures == null ? OptionalLong.empty() : OptionalLong.of(figures.getExchangesTotal());
    } catch (Exception e) {
      throwUnlessGone(id, e);
      return OptionalLong.empty();
    }
  }

  private @Nullable ManagedRouteMBean figures(String id) {
    return camel
        .getCamelContextExtension()
        .getContextPlugin(ManagedCamelContext.class)
        .getManagedRoute(id);
  }

  private Optional<RunningRoute> describe(Route route) {
    ManagedRouteMBean figures = figures(route.getRouteId());
    if (figures == null) {
      return Optional.empty();
    }
    RouteText written = reloader.model().units().get(route.getRouteId());
    try {
      return Optional.of(
          new RunningRoute(
              route.getRouteId(),
              figures.getState(),
              route.getDescription(),
              written == null ? null : written.item().file(),
              written == null ? null : written.line(),
              figures.getExchangesCompleted(),
              figures.getExchangesFailed(),
              figures.getExchangesInflight(),
              figures.getExchangesTotal() == 0 ? null : (double) figures.getMeanProcessingTime()));
    } catch (Exception e) {
      throwUnlessGone(route.getRouteId(), e);
      return Optional.empty();
    }
  }

  private static void throwUnlessGone(String id, Exception e) {
    if (!isGone(e)) {
      throw new IllegalStateException("cannot read the figures of route " + id, e);
    }
  }

  /** The proxy of an MBean wraps exceptions that its interface does not declare. */
  private static boolean isGone(Exception e) {
    return e instanceof UndeclaredThrowableException
        && e.getCause() instanceof InstanceNotFoundException;
  }
}
