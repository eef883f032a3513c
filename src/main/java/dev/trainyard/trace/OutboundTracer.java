package dev.trainyard.trace;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.spi.RoutePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Camel's tracer, limited to steps that leave the process: all other steps have the spans of their
 * routes. Camel's own exclusion of endpoints compiles patterns for each step of each request, which
 * costs almost half of the throughput of the HTTP endpoint.
 */
final class OutboundTracer extends OpenTelemetryTracer {
  private static final Set<String> INSIDE =
      Set.of("direct", "log", "platform-http", "rest", "timer", "training-queue");

  /** Returns null for most routes: the MBean of Camel's policy would outlive its route. */
  @Override
  public @Nullable RoutePolicy createRoutePolicy(
      CamelContext camel, String routeId, NamedNode definition) {
    return definition instanceof RouteDefinition route
            && exclude(route.getInput().getEndpointUri(), camel)
        ? null
        : super.createRoutePolicy(camel, routeId, definition);
  }

  @Override
  public boolean exclude(@Nullable String endpointUri, CamelContext camel) {
    if (endpointUri == null) {
      return false;
    }
    int scheme = endpointUri.indexOf(':');
    return scheme > 0 && INSIDE.contains(endpointUri.substring(0, scheme));
  }
}
