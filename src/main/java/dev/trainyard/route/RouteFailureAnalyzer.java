package dev.trainyard.route;

import dev.trainyard.route.check.Reason;
import dev.trainyard.route.check.RouteFiles;
import dev.trainyard.startup.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says of a route whose file is right and that Camel cannot run all the same, such as one whose
 * bean fails, where it is written and what is wrong with it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RouteFailureAnalyzer implements FailureAnalyzer {
  private static final String ACTION = "Correct the route file.";

  private final Environment environment;

  RouteFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  public FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FailedToCreateRouteException route) {
        return analysis(location(route.getRouteId()) + reason(cause), cause);
      }
      if (cause instanceof FailedToStartRouteException route) {
        return analysis(location(route.getRouteId()) + reason(cause), cause);
      }
    }
    return null;
  }

  private static FailureAnalysis analysis(String description, Throwable cause) {
    return new FailureAnalysis(description + ".", ACTION, cause);
  }

  private static String reason(Throwable failure) {
    return Reason.of(failure).replaceFirst("\\.$", "");
  }

  /** File and line of the route, or its name when no file has it. */
  private String location(String routeId) {
    Pattern id =
        Pattern.compile("\\s*(?:- )?id:\\s*[\"']?" + Pattern.quote(routeId) + "[\"']?\\s*");
    try {
      RouteFiles files = Home.of(environment).routes(Role.of(environment));
      for (Map.Entry<String, String> file : files.texts().entrySet()) {
        List<String> lines = file.getValue().lines().toList();
        for (int line = 0; line < lines.size(); line++) {
          if (id.matcher(lines.get(line)).matches()) {
            return "%s:%d: route %s: ".formatted(files.path(file.getKey()), line + 1, routeId);
          }
        }
      }
    } catch (IOException unreadable) {
      return "route %s (%s): ".formatted(routeId, unreadable.getMessage());
    }
    return "route %s: ".formatted(routeId);
  }
}
