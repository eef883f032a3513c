package dev.trainyard.route.graph;

import dev.trainyard.route.graph.RouteGraph.Step;
import dev.trainyard.route.graph.RouteGraph.StepFigures;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the step that takes longest. */
final class Slowest {
  private Slowest() {}

  /**
   * Returns the id of the step with the longest mean time, among those that hold no others: the
   * time of a step includes the time of those in it. Null before any took a millisecond.
   */
  static @Nullable String of(List<Step> steps) {
    return leaves(steps)
        .filter(step -> mean(step) > 0)
        .max(Comparator.comparingDouble(Slowest::mean))
        .map(Step::id)
        .orElse(null);
  }

  private static Stream<Step> leaves(List<Step> steps) {
    return steps.stream()
        .flatMap(step -> step.steps().isEmpty() ? Stream.of(step) : leaves(step.steps()));
  }

  private static double mean(Step step) {
    StepFigures figures = step.figures();
    return figures == null || figures.meanMs() == null ? 0 : figures.meanMs();
  }
}
