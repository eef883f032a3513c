package dev.trainyard.api.http;

import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.InvalidParameterException;
import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses the query parameters of the operations that have none, before anything is done. The
 * OpenAPI document says which those are. The lists read theirs themselves, by the same rule; what
 * an operator adds to the routes has its own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 91)
class QueryFilter extends OncePerRequestFilter {
  private final ApiDocument document;
  private final Problems faults;
  private final ProblemWriter problems;

  QueryFilter(ApiDocument document, Problems faults, ProblemWriter problems) {
    this.document = document;
    this.faults = faults;
    this.problems = problems;
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

  private boolean isWithoutParameters(HttpServletRequest request) {
    return document
        .find(request.getMethod(), request.getRequestURI())
        .filter(operation -> operation.path().startsWith(ApiDocument.BASE))
        .filter(operation -> operation.queryParameters().isEmpty())
        .isPresent();
  }
}
