package dev.trainyard.api.http;

import dev.trainyard.api.HttpSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends requests whose body trickles: a client that sends a byte now and then would hold a thread
 * for days, as the container only bounds the time between two reads.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 95)
class SlowBodyFilter extends OncePerRequestFilter {
  private final HttpSettings settings;

  SlowBodyFilter(HttpSettings settings) {
    this.settings = settings;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(new Timed(request), response);
  }

  private final class Timed extends HttpServletRequestWrapper {
    Timed(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new TimedStream(super.getInputStream());
    }
  }

  /** Counts only the time that the client lets the reader wait. */
  private final class TimedStream extends ServletInputStream {
    private final ServletInputStream body;
    private long waitedNanos;
    private long bytes;

    TimedStream(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      long start = System.nanoTime();
      int count = body.read(target, offset, length);
      waitedNanos += System.nanoTime() - start;
      bytes += Math.max(count, 0);
      long allowed = settings.bodyGrace().toNanos() + bytes * 1_000_000_000L / settings.bodyRate();
      if (count >= 0 && waitedNanos > allowed) {
        throw new SocketTimeoutException("the body comes too slowly");
      }
      return count;
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
