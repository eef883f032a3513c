package dev.trainyard.monitor;

import dev.trainyard.route.RouteAvailability;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/**
 * Registers how many routes that the service needs do not run in this process, and how many of them
 * are left out on purpose.
 */
@Component
class RouteMetrics implements MeterBinder {
  private final RouteAvailability routes;

  RouteMetrics(RouteAvailability routes) {
    this.routes = routes;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("trainyard.routes.needed.down", routes, known -> known.down().size())
        .description("Routes that the service needs and that do not run")
        .register(registry);
    Gauge.builder("trainyard.routes.without", routes, known -> known.without().size())
        .description("Routes that the settings leave out on purpose")
        .register(registry);
  }
}
