package dev.trainyard.api.event;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a stream, taken over from the HTTP connector once the head of the answer is
 * sent. The connector would keep a request, a response and their buffers for each client, about 100
 * kB; this keeps the buffers of the socket, about 20 kB. Nothing here blocks: bytes that the client
 * does not take stay in the socket, and the connector's poller tells when it takes more.
 *
 * <p>The container makes it, by reflection. All of it runs under the lock of the connection.
 */
public final class StreamConnection implements InternalHttpUpgradeHandler {
  private static final int READ_AT_ONCE = 512;

  private @Nullable SocketWrapperBase<?> socket;
  private @Nullable EventStream stream;

  /** The stream that the connection carries, before the container begins. */
  void carry(EventStream carried) {
    stream = carried;
  }

  private EventStream stream() {
    return Objects.requireNonNull(stream, "a connection without its stream");
  }

  private SocketWrapperBase<?> socket() {
    return Objects.requireNonNull(socket, "a connection without its socket");
  }

  @Override
  public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
    socket = wrapper;
  }

  @Override
  public void init(WebConnection connection) {
    stream().connected(this);
  }

  @Override
  public SocketState upgradeDispatch(SocketEvent event) {
    boolean open =
        switch (event) {
          case OPEN_READ -> isThere();
          case OPEN_WRITE -> {
            stream().drain();
            yield true;
          }
          default -> false;
        };
    if (open && !socket().isClosed()) {
      return SocketState.UPGRADED;
    }
    stream().close();
    return SocketState.CLOSED;
  }

  /** What a client sends after its request is of no interest, but its end is. */
  private boolean isThere() {
    byte[] ignored = new byte[READ_AT_ONCE];
    try {
      int count;
      do {
        count = socket().read(false, ignored, 0, ignored.length);
      } while (count > 0);
      return count == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Guards the connection and its stream. */
  Lock lock() {
    return socket().getLock();
  }

  /**
   * Sends bytes, as far as the client takes them now.
   *
   * @return whether it has taken all; otherwise the poller calls {@link EventStream#drain}
   */
  boolean send(byte[] bytes) throws IOException {
    socket().write(false, bytes, 0, bytes.length);
    return flush();
  }

  /** Sends what is left, and returns whether the client has taken all. */
  boolean flush() throws IOException {
    if (socket().flush(false)) {
      socket().registerWriteInterest();
      return false;
    }
    return true;
  }

  /** Closes the socket; what the client has not taken is lost. */
  void close() {
    socket().close();
  }

  @Override
  public void timeoutAsync(long now) {
    // The streams have a timer of their own
  }

  @Override
  public void setSslSupport(SSLSupport support) {
    // Who the client is was settled by its request
  }

  @Override
  public void pause() {
    // The streams end before the server pauses
  }

  @Override
  public void destroy() {
    stream().close();
  }
}
