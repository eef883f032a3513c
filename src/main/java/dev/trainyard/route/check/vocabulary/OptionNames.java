package dev.trainyard.route.check.vocabulary;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What may be said of steps and components that is a duration, and what must be, kept from one
 * check to the next: Camel's own descriptions of them, which do not change while the process lives,
 * are long.
 */
public final class OptionNames {
  private final Map<String, Collection<String>> ofSteps = new ConcurrentHashMap<>();
  private final Map<String, Collection<String>> required = new ConcurrentHashMap<>();
  private final Map<String, Collection<String>> ofComponents = new ConcurrentHashMap<>();

  /** The durations of a step, which the reader gives when they are asked for first. */
  Collection<String> ofStep(String step, Function<String, Collection<String>> reader) {
    return ofSteps.computeIfAbsent(step, reader);
  }

  /** What a step must have. */
  Collection<String> requiredOfStep(String step, Function<String, Collection<String>> reader) {
    return required.computeIfAbsent(step, reader);
  }

  /** The durations of a component. */
  Collection<String> ofComponent(String component, Function<String, Collection<String>> reader) {
    return ofComponents.computeIfAbsent(component, reader);
  }
}
