package dev.trainyard.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has to keep a pace: after a time of grace, at least {@value #BYTES_A_SECOND}
 * bytes for each second since. A read that finds it behind throws {@link SocketTimeoutException},
 * as one does for which nothing comes at all.
 */
final class PacedRequest extends HttpServletRequestWrapper {
  static final int BYTES_A_SECOND = 4096;

  private final Clock clock;
  private final Duration grace;
  private final Instant begin;
  private @Nullable Instant end;
  private @Nullable ServletInputStream body;
  private long received;
  private boolean failed;

  PacedRequest(HttpServletRequest request, Clock clock, Duration grace) {
    super(request);
    this.clock = clock;
    this.grace = grace;
    this.begin = clock.instant();
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new PacedBody(super.getInputStream());
    }
    return body;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    Charset charset =
        getCharacterEncoding() == null ? ISO_8859_1 : Charset.forName(getCharacterEncoding());
    return new BufferedReader(new InputStreamReader(getInputStream(), charset));
  }

  /** Whether nothing more can be read: there is no more, or a read has failed. */
  boolean isAtItsEnd() throws IOException {
    return failed || getInputStream().isFinished();
  }

  /**
   * Reads what is left of the body and throws it away.
   *
   * @param most bytes
   * @param patience how long to do so
   * @throws IOException when the body ends too early, or is too slow
   */
  void skip(long most, Duration patience) throws IOException {
    end = clock.instant().plus(patience);
    byte[] buffer = new byte[8192];
    long left = most;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = getInputStream().read(buffer);
      left -= read;
    }
  }

  private void keepPace() throws SocketTimeoutException {
    Instant now = clock.instant();
    Duration beyond = Duration.between(begin, now).minus(grace);
    boolean behind = beyond.toMillis() * BYTES_A_SECOND > received * 1000;
    if (end == null ? behind : now.isAfter(end)) {
      throw new SocketTimeoutException(
          "the body comes slower than %d bytes a second".formatted(BYTES_A_SECOND));
    }
  }

  private final class PacedBody extends ServletInputStream {
    private final ServletInputStream source;

    PacedBody(ServletInputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      keepPace();
      try {
        int count = source.read(target, offset, length);
        received += Math.max(count, 0);
        return count;
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public boolean isFinished() {
      return source.isFinished();
    }

    @Override
    public boolean isReady() {
      return source.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      source.setReadListener(listener);
    }
  }
}
