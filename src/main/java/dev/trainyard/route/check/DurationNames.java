package dev.trainyard.route.check;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What may be said of steps and components that is a duration, kept from one check to the next:
 * Camel's own descriptions of them, which do not change while the process lives, are long.
 */
final class DurationNames {
  private final Map<String, Collection<String>> ofSteps = new ConcurrentHashMap<>();
  private final Map<String, Collection<String>> ofComponents = new ConcurrentHashMap<>();

  /** Those of a step, which the reader gives when they are asked for first. */
  Collection<String> ofStep(String step, Function<String, Collection<String>> reader) {
    return ofSteps.computeIfAbsent(step, reader);
  }

  /** Those of a component. */
  Collection<String> ofComponent(String component, Function<String, Collection<String>> reader) {
    return ofComponents.computeIfAbsent(component, reader);
  }
}
