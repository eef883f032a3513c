package dev.trainyard.route;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.springframework.stereotype.Component;

/** The routes that this process runs, with what JMX says of each. */
@Component
public class RunningRoutes {
  private static final Pattern LOCATION = Pattern.compile("file:(?<file>.*):(?<line>\\d+)");

  private final CamelContext camel;
  private final Home home;

  RunningRoutes(CamelContext camel, Home home) {
    this.camel = camel;
    this.home = home;
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
    Matcher location = LOCATION.matcher(String.valueOf(route.getSourceLocation()));
    boolean located = location.matches();
    try {
      return new RunningRoute(
          route.getRouteId(),
          figures.getState(),
          route.getDescription(),
          located ? file(location.group("file")) : null,
          located ? Integer.valueOf(location.group("line")) : null,
          figures.getExchangesCompleted(),
          figures.getExchangesFailed(),
          figures.getExchangesInflight(),
          figures.getExchangesTotal() == 0 ? null : (double) figures.getMeanProcessingTime());
    } catch (Exception e) {
      throw new IllegalStateException("the figures of route " + route.getRouteId(), e);
    }
  }

  /** Relative to the home, when it is below it. */
  private String file(String name) {
    Path file = Path.of(name).toAbsolutePath().normalize();
    return file.startsWith(home.directory())
        ? home.directory().relativize(file).toString()
        : file.toString();
  }
}
