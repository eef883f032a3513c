package dev.trainyard.api.http;

import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.InvalidParameterException;
import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Refuses the query parameters of the operations that have none, before anything is done. The lists
 * read theirs themselves, by the same rule; what an operator adds to the routes has its own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 91)
class QueryFilter extends OncePerRequestFilter {
  /** Operations of the API without query parameters, by method. */
  private static final Map<String, List<PathPattern>> WITHOUT_PARAMETERS =
      Map.of(
          "GET",
              patterns(
                  "/jobs/{id}",
                  "/jobs/{id}/progress",
                  "/jobs/{id}/results",
                  "/batches/{id}",
                  "/configurations/{id}",
                  "/configurations/{id}/backtest",
                  "/configurations/{id}/export",
                  "/configurations/{id}/report",
                  "/failed-jobs/{id}",
                  "/strategies/{name}",
                  "/queue"),
          "POST",
              patterns(
                  "/start",
                  "/batches",
                  "/backtests",
                  "/jobs/{id}/retry",
                  "/configurations/{id}/activate",
                  "/configurations/{id}/deactivate",
                  "/failed-jobs/{id}/replay",
                  "/failed-jobs/replay",
                  "/queue/pause",
                  "/queue/resume",
                  "/routes/rollback",
                  "/market-data/{exchange}/{symbol}/{timeframe}"),
          "DELETE",
              patterns("/jobs/{id}", "/batches/{id}", "/configurations/{id}", "/failed-jobs/{id}"));

  private final Problems faults;
  private final ProblemWriter problems;

  QueryFilter(Problems faults, ProblemWriter problems) {
    this.faults = faults;
    this.problems = problems;
  }

  private static List<PathPattern> patterns(String... paths) {
    return List.of(paths).stream()
        .map(path -> PathPatternParser.defaultInstance.parse("/api/v2/training" + path))
        .toList();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getQueryString() != null && isWithoutParameters(request)) {
      try {
        RequestParameters.none(request.getQueryString());
      } catch (InvalidParameterException e) {
        problems.write(faults.of(e), response);
        return;
      }
    }
    chain.doFilter(request, response);
  }

  private static boolean isWithoutParameters(HttpServletRequest request) {
    String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    PathContainer path = PathContainer.parsePath(request.getRequestURI());
    return WITHOUT_PARAMETERS.getOrDefault(method, List.of()).stream()
        .anyMatch(pattern -> pattern.matches(path));
  }
}
