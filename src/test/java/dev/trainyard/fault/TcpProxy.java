package dev.trainyard.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server on this machine, and disturbs their connections: cuts them,
 * refuses new ones, delays what they carry, or holds it back as a network does that has failed
 * without a word.
 */
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 8192;

  private final ServerSocket listener;
  private volatile int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Duration latency = Duration.ZERO;
  private volatile boolean refusing;
  private final Set<Socket> stranded = new HashSet<>();
  private boolean holding;

  private TcpProxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /** Listens on a free port of the loopback interface and forwards to another one. */
  static TcpProxy to(int target) throws IOException {
    TcpProxy proxy =
        new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    proxy.begin("proxy-accept-" + target, proxy::accept);
    return proxy;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections; new ones go to another server. */
  void redirect(int newTarget) {
    target = newTarget;
    cut();
  }

  /** Ends all connections; new ones are served. */
  void cut() {
    sockets.forEach(TcpProxy::close);
  }

  /** Ends all connections, and each new one at once, until {@link #heal}. */
  void refuse() {
    refusing = true;
    cut();
  }

  /** Accepts connections and bytes but forwards nothing, until {@link #heal}. */
  synchronized void hold() {
    holding = true;
  }

  /**
   * Forwards nothing any more on the connections that there are, for ever, and tells neither side,
   * as a firewall does that was restarted. New ones are served, and those of an earlier call end.
   */
  synchronized void strand() {
    endStranded();
    stranded.addAll(sockets);
  }

  /** Delays every piece of data by a time. */
  void delay(Duration time) {
    latency = time;
  }

  /** Forwards again, also what was held back; stranded connections stay so. */
  synchronized void heal() {
    refusing = false;
    latency = Duration.ZERO;
    holding = false;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    endStranded();
    heal();
    cut();
  }

  private synchronized void endStranded() {
    stranded.forEach(TcpProxy::close);
    sockets.removeAll(stranded);
    stranded.clear();
    notifyAll();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      if (refusing) {
        close(client);
      } else {
        connect(client);
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      begin("proxy-to-" + target, () -> pump(client, server));
      begin("proxy-from-" + target, () -> pump(server, client));
    } catch (IOException serverIsAway) {
      sockets.remove(client);
      close(client);
    }
  }

  private void pump(Socket from, Socket to) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        Thread.sleep(latency.toMillis());
        awaitForwarding(from);
        out.write(buffer, 0, read);
      }
      // A network that has failed does not tell of an end either
      awaitForwarding(null);
    } finally {
      forget(from);
      forget(to);
    }
  }

  private synchronized void awaitForwarding(Socket from) throws InterruptedException {
    while (holding || stranded.contains(from)) {
      wait();
    }
  }

  /** Lets the other half of a stranded connection go, too, once one side has given it up. */
  private synchronized void forget(Socket socket) {
    sockets.remove(socket);
    stranded.remove(socket);
    notifyAll();
  }

  private static void close(Socket socket) {
    try {
      // A reset, as of a peer that has vanished
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // That is what was wanted
    }
  }

  /** What a thread of the proxy does until its connection ends. */
  private interface Pump {
    void run() throws IOException, InterruptedException;
  }

  private void begin(String name, Pump pump) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.run();
              } catch (IOException connectionEnded) {
                // The other side learns of it from its own socket
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
