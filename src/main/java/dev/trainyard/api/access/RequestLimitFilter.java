package dev.trainyard.api.access;

import dev.trainyard.access.Caller;
import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 429 to a client that sends too many requests, and tells each client in the headers {@code
 * RateLimit-Policy} and {@code RateLimit} (draft-ietf-httpapi-ratelimit-headers) how many it has
 * left. Operations that are open to everybody, as the health probes are, have no limit.
 */
final class RequestLimitFilter extends OncePerRequestFilter {
  private static final String POLICY = "\"requests\";q=%d;w=%d";
  private static final String LEFT = "\"requests\";r=%d;t=%d";

  private final RequestLimit limit;
  private final AccessRules rules;
  private final ProblemWriter writer;

  RequestLimitFilter(RequestLimit limit, AccessRules rules, ProblemWriter writer) {
    this.limit = limit;
    this.rules = rules;
    this.writer = writer;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !limit.isSet() || rules.needed(request).isEmpty();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    Caller caller = authentication instanceof CallerToken token ? token.caller() : Caller.ROUTE;
    UUID client = caller.client();
    if (client == null) {
      chain.doFilter(request, response);
      return;
    }
    RequestLimit.Count count = limit.count(client);
    response.setHeader(
        "RateLimit-Policy", POLICY.formatted(limit.burst(), RequestLimit.WINDOW_SECONDS));
    response.setHeader("RateLimit", LEFT.formatted(count.remaining(), count.resetSeconds()));
    if (count.admitted()) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(count.resetSeconds()));
    writer.write(
        Problems.problem(
            HttpStatus.TOO_MANY_REQUESTS,
            String.format(
                Locale.ROOT,
                "%s sends more than %,d requests in %d seconds (trainyard.clients.requests-per-second):"
                    + " try again later",
                caller.name(),
                limit.burst(),
                RequestLimit.WINDOW_SECONDS)),
        response);
  }
}
