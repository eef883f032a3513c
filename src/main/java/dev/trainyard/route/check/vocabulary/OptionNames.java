package dev.trainyard.route.check.vocabulary;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Caches which options of steps and components are durations, and which are required. Camel's own
 * descriptions of them are long, and do not change while the process lives.
 */
public final class OptionNames {
  private final Map<String, Collection<String>> ofSteps = new ConcurrentHashMap<>();
  private final Map<String, Collection<String>> required = new ConcurrentHashMap<>();
  private final Map<String, Collection<String>> ofComponents = new ConcurrentHashMap<>();

  /** Returns the durations of a step, read on first use. */
  Collection<String> ofStep(String step, Function<String, Collection<String>> reader) {
    return ofSteps.computeIfAbsent(step, reader);
  }

  /** Returns the options that a step requires, read on first use. */
  Collection<String> requiredOfStep(String step, Function<String, Collection<String>> reader) {
    return required.computeIfAbsent(step, reader);
  }

  /** Returns the durations of a component, read on first use. */
  Collection<String> ofComponent(String component, Function<String, Collection<String>> reader) {
    return ofComponents.computeIfAbsent(component, reader);
  }
}
