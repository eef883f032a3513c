package dev.trainyard.route;

import dev.trainyard.route.check.RouteUnit;
import dev.trainyard.route.reload.RouteReloader;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.springframework.stereotype.Component;

/** The routes that this process runs, with what JMX says of each. */
@Component
public class RunningRoutes {
  private final CamelContext camel;
  private final RouteReloader reloader;

  RunningRoutes(CamelContext camel, RouteReloader reloader) {
    this.camel = camel;
    this.reloader = reloader;
  }

  /** All routes, by id. */
  public List<RunningRoute> list() {
    return camel.getRoutes().stream()
        .map(this::describe)
        .sorted(Comparator.comparing(RunningRoute::id))
        .toList();
  }

  private RunningRoute describe(Route route) {
    ManagedRouteMBean figures =
        camel
            .getCamelContextExtension()
            .getContextPlugin(ManagedCamelContext.class)
            .getManagedRoute(route.getRouteId());
    RouteUnit written = reloader.model().units().get(route.getRouteId());
    try {
      return new RunningRoute(
          route.getRouteId(),
          figures.getState(),
          route.getDescription(),
          written == null ? null : written.item().file(),
          written == null ? null : written.line(),
          figures.getExchangesCompleted(),
          figures.getExchangesFailed(),
          figures.getExchangesInflight(),
          figures.getExchangesTotal() == 0 ? null : (double) figures.getMeanProcessingTime());
    } catch (Exception e) {
      throw new IllegalStateException("the figures of route " + route.getRouteId(), e);
    }
  }
}
