package dev.trainyard.trace;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;

/**
 * Camel's tracer, for what reaches out of the process alone: the rest has the spans of its routes.
 * Camel's own way to leave endpoints out compiles patterns anew for each step of each request,
 * which takes almost half of the throughput of the HTTP endpoint.
 */
final class OutwardSteps extends OpenTelemetryTracer {
  private static final Set<String> INSIDE =
      Set.of("direct", "log", "platform-http", "rest", "timer", "training-queue");

  @Override
  public boolean exclude(String endpointUri, CamelContext camel) {
    int scheme = endpointUri == null ? -1 : endpointUri.indexOf(':');
    return scheme > 0 && INSIDE.contains(endpointUri.substring(0, scheme));
  }
}
