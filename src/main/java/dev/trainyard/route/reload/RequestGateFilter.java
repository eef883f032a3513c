package dev.trainyard.route.reload;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends the requests of the API through the gate, except uploads of candles, which no route serves
 * and which may take minutes.
 */
@Component
class RequestGateFilter extends OncePerRequestFilter {
  private static final String API = "/api/";

  /** No route serves the paths below, and a rollback waits at the gate itself. */
  private static final String EDITS = "/api/v2/training/routes/";

  private static final Pattern UPLOAD = Pattern.compile(".*/market-data/[^/]+/[^/]+/[^/]+");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RequestGate gate;

  RequestGateFilter(RequestGate gate) {
    this.gate = gate;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !path.startsWith(API)
        || path.startsWith(EDITS)
        || (request.getMethod().equals("POST") && UPLOAD.matcher(path).matches());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!enter()) {
      response.setHeader("Retry-After", "5");
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return;
    }
    boolean left = false;
    try {
      chain.doFilter(request, response);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new Leave());
        left = true;
      }
    } finally {
      if (!left) {
        gate.leave();
      }
    }
  }

  private boolean enter() {
    try {
      return gate.enter(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Leaves the gate when a request ends on another thread, as those of routes do. */
  private final class Leave implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      gate.leave();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onError(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
