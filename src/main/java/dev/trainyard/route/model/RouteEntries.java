package dev.trainyard.route.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The entries of some route files, in their order.
 *
 * @param items all of them
 * @param drafts the routes and REST operations in them
 * @param configurations the route configurations, with the names in them
 */
public record RouteEntries(
    List<RouteItem> items, List<RouteDraft> drafts, Map<RouteItem, RouteWalk> configurations) {

  RouteEntries() {
    this(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
  }

  /** Of routes, REST operations and route configurations. */
  public Stream<RouteWalk> walks() {
    return Stream.concat(drafts.stream().map(RouteDraft::walk), configurations.values().stream());
  }
}
