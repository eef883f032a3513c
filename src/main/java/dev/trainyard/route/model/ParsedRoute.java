package dev.trainyard.route.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;

/**
 * A route as its entry shows it, before what it shares with others is known.
 *
 * @param item the entry
 * @param id its id; null when it has none
 * @param line where it begins
 * @param from the uri from which it takes messages; null for a REST operation
 * @param operation verb and path of a REST operation; null for a route
 * @param walk the names in it
 * @param configurations the route configurations that it names
 * @param content what it says
 */
public record ParsedRoute(
    FileEntry item,
    LocatedName id,
    int line,
    LocatedName from,
    LocatedName operation,
    RouteWalk walk,
    List<LocatedName> configurations,
    Object content) {

  boolean isRest() {
    return from == null;
  }

  /**
   * Whether a route configuration of an id applies to it; one without an id is for the routes that
   * name none.
   */
  boolean uses(String configuration) {
    if (isRest()) {
      return false;
    }
    return configuration == null
        ? configurations.isEmpty()
        : configurations.stream()
            .anyMatch(name -> PatternHelper.matchPattern(configuration, name.name()));
  }

  /**
   * The route.
   *
   * @param whole what it says, with all that it shares with others
   * @param shared the names in the route configurations that apply to it
   */
  RouteText unit(Object whole, List<RouteWalk> shared) {
    return new RouteText(
        id.name(),
        item,
        line,
        isRest() ? "" : from.name(),
        Stream.concat(Stream.of(walk), shared.stream())
            .flatMap(names -> names.targets().stream())
            .map(LocatedName::name)
            .collect(Collectors.toUnmodifiableSet()),
        walk.isDynamic() || shared.stream().anyMatch(RouteWalk::isDynamic),
        whole);
  }
}
