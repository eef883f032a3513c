package dev.trainyard.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port of the loopback interface on which nobody listens. */
final class FreePort {

  private FreePort() {}

  /** Asks the operating system for a free port; another process may still take it before we do. */
  static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
