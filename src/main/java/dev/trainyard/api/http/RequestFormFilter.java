package dev.trainyard.api.http;

import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
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
 * Refuses what Spring finds out too late: an {@code Accept} header that is no list of media types
 * or too long, a {@code Content-Type} with a wildcard, a path with parameters. Spring reads the
 * first when the route runs already: a job is stored by then, and both answer. It cannot read all
 * of the last, and the firewall of the security chain comes after that.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
class RequestFormFilter extends OncePerRequestFilter {
  /** What Spring sorts at most. */
  private static final int MAX_TYPES = 50;

  private final ProblemWriter problems;

  RequestFormFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getRequestURI().indexOf(';') >= 0) {
      problems.write(
          Problems.problem(HttpStatus.BAD_REQUEST, "a path has no parameters, which begin with ;"),
          response);
      return;
    }
    if (!isReadable(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)))) {
      problems.write(
          Problems.problem(
              HttpStatus.NOT_ACCEPTABLE,
              "Accept must be a list of at most %d media types, such as application/json, or be left out"
                  .formatted(MAX_TYPES)),
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

  private static boolean isReadable(List<String> accept) {
    try {
      List<MediaType> types = MediaType.parseMediaTypes(accept);
      return accept.isEmpty() || (!types.isEmpty() && types.size() <= MAX_TYPES);
    } catch (InvalidMediaTypeException e) {
      return false;
    }
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
