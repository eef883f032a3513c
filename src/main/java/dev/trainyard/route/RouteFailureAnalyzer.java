package dev.trainyard.route;

import dev.trainyard.files.Home;
import dev.trainyard.files.RootCause;
import dev.trainyard.files.RouteFiles;
import dev.trainyard.route.check.fault.RouteFailure;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why Camel cannot run a route whose file is valid, for example because a bean fails, and
 * where the cause is written.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RouteFailureAnalyzer implements FailureAnalyzer {
  private static final String ACTION = "Correct the route file.";

  private final Environment environment;

  RouteFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    return RouteFailure.routeId(failure)
        .map(id -> analysis(described(id, failure), failure))
        .orElse(null);
  }

  private static FailureAnalysis analysis(String description, Throwable cause) {
    return new FailureAnalysis(description.replaceFirst("\\.$", "") + ".", ACTION, cause);
  }

  /**
   * Describes the failure with file, line and column, or the name of the route when no file
   * contains it.
   */
  private String described(String routeId, Throwable failure) {
    try {
      RouteFiles files = Home.of(environment).routes(ProcessRole.of(environment));
      return RouteFailure.problem(RouteModel.of(files, new ArrayList<>()), failure)
          .map(problem -> problem.in(files.path(problem.file()).toString()))
          .map(FileProblem::toString)
          .orElseGet(() -> "route %s: %s".formatted(routeId, RootCause.of(failure)));
    } catch (IOException unreadable) {
      return "route %s (%s): %s".formatted(routeId, unreadable.getMessage(), RootCause.of(failure));
    }
  }
}
