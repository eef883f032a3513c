package dev.trainyard.route.graph;

import dev.trainyard.route.model.RouteWalk;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/** Which route takes the messages of which endpoint. */
final class Endpoints {
  private final Map<String, String> routes = new HashMap<>();

  /** Reads where routes take their messages from. */
  static Endpoints of(Collection<RouteDefinition> all) {
    Endpoints endpoints = new Endpoints();
    for (RouteDefinition route : all) {
      if (route.getInput() != null && route.getInput().getEndpointUri() != null) {
        String from = RouteWalk.endpoint(route.getInput().getEndpointUri());
        endpoints.routes.putIfAbsent(from, route.getRouteId());
      }
    }
    return endpoints;
  }

  /** Returns the id of the route that takes what is sent to an endpoint; null for none. */
  @Nullable String route(@Nullable String uri) {
    return uri == null ? null : routes.get(RouteWalk.endpoint(uri));
  }
}
