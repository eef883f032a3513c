package dev.trainyard.route.model;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/**
 * A route as its entry shows it, before what it shares with others is known.
 *
 * @param item the entry
 * @param id its id; null when it has none
 * @param line the line where it begins
 * @param from the uri from which it takes messages; null for a REST operation
 * @param operation verb and path of a REST operation; null for a route
 * @param walk the names in it
 * @param configurations the route configurations that it names
 * @param content its maps, lists and strings
 */
public record ParsedRoute(
    FileEntry item,
    @Nullable LocatedName id,
    int line,
    @Nullable LocatedName from,
    @Nullable LocatedName operation,
    RouteWalk walk,
    List<LocatedName> configurations,
    Object content) {

  boolean isRest() {
    return from == null;
  }

  /**
   * Returns whether the route configuration of that id applies to the route. A configuration
   * without an id applies to routes that name none.
   */
  boolean uses(@Nullable String configuration) {
    if (isRest()) {
      return false;
    }
    return configuration == null
        ? configurations.isEmpty()
        : configurations.stream()
            .anyMatch(name -> PatternHelper.matchPattern(configuration, name.name()));
  }

  /**
   * Returns the route.
   *
   * @param whole its content, with everything that it shares with others
   * @param shared the names in the route configurations that apply to it
   */
  RouteText unit(Object whole, List<RouteWalk> shared) {
    return new RouteText(
        Objects.requireNonNull(id, "a route without an id").name(),
        item,
        line,
        from == null ? "" : from.name(),
        Stream.concat(Stream.of(walk), shared.stream())
            .flatMap(names -> names.targets().stream())
            .map(LocatedName::name)
            .collect(Collectors.toUnmodifiableSet()),
        walk.isDynamic() || shared.stream().anyMatch(RouteWalk::isDynamic),
        whole);
  }
}
