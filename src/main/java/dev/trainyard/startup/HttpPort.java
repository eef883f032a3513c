package dev.trainyard.startup;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Checks the port that the service will listen on, before the servers behind it are started. */
public final class HttpPort {

  private HttpPort() {}

  /**
   * Fails when the port cannot be bound now. A port that passes may still be taken later: the bind
   * of the web server is what counts.
   *
   * @param address the address to listen on; null means all
   * @param port 1 to 65535; 0 or less (any free port, or no web server) always passes
   * @throws StartupRefusedException when the port is taken or not permitted, or the address is not
   *     of this machine
   */
  public static void requireFree(@Nullable InetAddress address, int port) {
    if (port <= 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (BindException e) {
      throw new StartupRefusedException(refusal(e, address, port), exitCode(e), e);
    } catch (IOException e) {
      throw new StartupRefusedException(
          "Cannot listen on port %d: %s. Choose another with --server.port=."
              .formatted(port, e.getMessage()),
          StartupRefusedException.EX_CONFIG,
          e);
    }
  }

  private static String refusal(BindException e, @Nullable InetAddress address, int port) {
    String reason = String.valueOf(e.getMessage());
    if (address != null && reason.contains("Cannot assign")) {
      return "%s is not an address of this machine. Choose another with --server.address=."
          .formatted(address.getHostAddress());
    }
    if (reason.contains("Permission denied")) {
      return "Port %d needs root rights. Choose one above 1023 with --server.port=."
          .formatted(port);
    }
    return taken(port);
  }

  private static int exitCode(BindException e) {
    return String.valueOf(e.getMessage()).contains("in use")
        ? StartupRefusedException.EX_UNAVAILABLE
        : StartupRefusedException.EX_CONFIG;
  }

  static String taken(int port) {
    return "HTTP port %d is taken by another process. Stop that process, or choose another port with --server.port=."
        .formatted(port);
  }
}
