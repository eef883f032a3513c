package dev.trainyard.monitor;

import dev.trainyard.route.RouteAvailability;
import java.util.SortedMap;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports down while a route that the service needs does not run, with its state. Routes that are
 * left out on purpose are listed and do not affect the health.
 */
@Component("routes")
class RouteHealthIndicator implements HealthIndicator {
  private final RouteAvailability routes;

  RouteHealthIndicator(RouteAvailability routes) {
    this.routes = routes;
  }

  @Override
  public Health health() {
    SortedMap<String, String> down = routes.down();
    return (down.isEmpty() ? Health.up() : Health.down())
        .withDetail("needed", routes.count())
        .withDetail("down", down)
        .withDetail("without", routes.without())
        .build();
  }
}
