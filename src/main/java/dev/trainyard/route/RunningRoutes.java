package dev.trainyard.route;

import dev.trainyard.route.model.RouteText;
import dev.trainyard.route.reload.RouteReloader;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
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

  private Optional<RunningRoute> describe(Route route) {
    ManagedRouteMBean figures =
        camel
            .getCamelContextExtension()
            .getContextPlugin(ManagedCamelContext.class)
            .getManagedRoute(route.getRouteId());
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
      if (isGone(e)) {
        return Optional.empty();
      }
      throw new IllegalStateException("cannot read the figures of route " + route.getRouteId(), e);
    }
  }

  /** The proxy of an MBean wraps exceptions that its interface does not declare. */
  private static boolean isGone(Exception e) {
    return e instanceof UndeclaredThrowableException
        && e.getCause() instanceof InstanceNotFoundException;
  }
}
