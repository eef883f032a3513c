package dev.trainyard.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.util.regex.Pattern;
import org.apache.coyote.BadRequestException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies above 1 MiB, except uploads of candles. {@code platform-http} holds a whole body
 * in memory, so it is read here first, as far as the limit; one that is cut off never reaches a
 * route. A compressed body is refused, as its size is not known before it is inflated.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class BodyLimitFilter extends OncePerRequestFilter {
  static final int LIMIT = 1024 * 1024;
  private static final Pattern UPLOAD =
      Pattern.compile("/api/v2/training/market-data/[^/]+/[^/]+/[^/]+");

  private final Problems faults;
  private final ProblemWriter problems;

  BodyLimitFilter(Problems faults, ProblemWriter problems) {
    this.faults = faults;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getMethod().equals("POST") && UPLOAD.matcher(request.getRequestURI()).matches();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > LIMIT) {
      refuse(response);
    } else if (request.getHeader("Content-Encoding") != null) {
      problems.write(
          Problems.problem(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "the body must be sent without Content-Encoding; only uploads of candles may be gzip"),
          response);
    } else {
      byte[] body;
      try {
        body = request.getInputStream().readNBytes(LIMIT + 1);
      } catch (BadRequestException | SocketTimeoutException e) {
        // Cut off, or too slow: the container would log each with its stack
        problems.write(faults.of(e), response);
        return;
      }
      if (body.length > LIMIT) {
        refuse(response);
      } else {
        chain.doFilter(new BufferedRequest(request, body), response);
      }
    }
  }

  private void refuse(HttpServletResponse response) throws IOException {
    problems.write(
        Problems.problem(
            HttpStatus.PAYLOAD_TOO_LARGE, "the body is larger than the limit of 1 MiB"),
        response);
  }

  /** A request whose body has been read. */
  private static final class BufferedRequest extends HttpServletRequestWrapper {
    private final ByteArrayInputStream body;

    BufferedRequest(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = new ByteArrayInputStream(body);
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(new InputStreamReader(body, charset()));
    }

    private Charset charset() {
      return getCharacterEncoding() == null ? UTF_8 : Charset.forName(getCharacterEncoding());
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          return body.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          return body.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
          return body.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new IllegalStateException("the body has been read");
        }
      };
    }
  }
}
