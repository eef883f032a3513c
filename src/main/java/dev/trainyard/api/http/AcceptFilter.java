package dev.trainyard.api.http;

import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses an {@code Accept} header that is no list of media types, and a {@code Content-Type} with
 * a wildcard, before anything is done: Spring finds out when it writes the answer, and by then a
 * job is stored.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 90)
class AcceptFilter extends OncePerRequestFilter {
  private final ProblemWriter problems;

  AcceptFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
    } catch (InvalidMediaTypeException e) {
      problems.write(
          Problems.problem(
              HttpStatus.NOT_ACCEPTABLE,
              "Accept must be a list of media types, such as application/json, or be left out"),
          response);
      return;
    }
    if (hasWildcard(request.getContentType())) {
      problems.write(
          Problems.problem(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "Content-Type must be one media type, such as application/json, without *"),
          response);
      return;
    }
    chain.doFilter(request, response);
  }

  private static boolean hasWildcard(@Nullable String contentType) {
    try {
      return contentType != null
          && !contentType.isEmpty()
          && !MediaType.parseMediaType(contentType).isConcrete();
    } catch (InvalidMediaTypeException e) {
      // Whoever reads the body tells it in the words of the operation
      return false;
    }
  }
}
