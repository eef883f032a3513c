package dev.trainyard.route.graph;

import dev.trainyard.route.graph.RouteGraph.Call;
import dev.trainyard.route.graph.RouteGraph.Channel;
import dev.trainyard.route.graph.RouteGraph.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the ways from a route to others. */
final class Calls {
  /** Steps whose content runs after an error. */
  private static final Set<String> AFTER_ERRORS =
      Set.of("doCatch", "onException", "onFallback", "deadLetterChannel");

  private final List<Call> calls = new ArrayList<>();

  private Calls() {}

  /**
   * Returns the ways in the order of the steps, those of the configurations last.
   *
   * @param steps the steps of the route
   * @param configurations those that apply to it
   */
  static List<Call> of(List<Step> steps, List<RouteGraph.Configuration> configurations) {
    Calls found = new Calls();
    found.walk(steps, Channel.message);
    configurations.forEach(configuration -> found.walk(configuration.clauses(), Channel.message));
    return List.copyOf(found.calls);
  }

  private void walk(List<Step> steps, Channel outside) {
    for (Step step : steps) {
      Channel channel = AFTER_ERRORS.contains(step.kind()) ? Channel.error : outside;
      if (step.calls() != null) {
        calls.add(new Call(step.calls(), step.id(), step.label().split(":", 2)[0], channel));
      }
      walk(step.steps(), channel);
    }
  }
}
