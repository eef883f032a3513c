package dev.trainyard.api.http;

import dev.trainyard.api.HttpSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no client hold a thread with a body that trickles: whoever reads it is told that it came too
 * slowly, and answers 408.
 *
 * <p>The rest of a body that nobody wanted, such as a refused upload, is read for a while, so that
 * its client sees the answer and not a reset connection. Then the container closes the connection.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SlowBodyFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(SlowBodyFilter.class);

  /** Bytes. */
  private static final long MAX_UNWANTED = 64L * 1024 * 1024;

  private final Clock clock;
  private final Duration grace;

  SlowBodyFilter(Clock clock, HttpSettings settings) {
    this.clock = clock;
    this.grace = settings.bodyGrace();
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    PacedRequest paced = new PacedRequest(request, clock, grace);
    chain.doFilter(paced, response);
    // What answers later has read the body by now; who waits for 100 Continue never sends it
    if (!isAsyncStarted(request) && request.getHeader(HttpHeaders.EXPECT) == null) {
      skipRest(paced, response);
    }
  }

  private void skipRest(PacedRequest request, HttpServletResponse response) {
    try {
      if (!request.isAtItsEnd()) {
        finish(response);
        request.skip(MAX_UNWANTED, grace);
      }
    } catch (IOException e) {
      LOG.debug("The rest of a body is not read: {}", e.getMessage());
    }
  }

  /** Sends the answer to its end, as the container does not send the rest of one after a fault. */
  private static void finish(HttpServletResponse response) throws IOException {
    try {
      response.getOutputStream().close();
    } catch (IllegalStateException e) {
      response.getWriter().close();
    }
  }
}
