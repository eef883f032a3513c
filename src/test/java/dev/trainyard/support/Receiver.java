package dev.trainyard.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of callbacks: an HTTP server on loopback that remembers what it was sent. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "receiver");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private volatile HttpHandler answer;

  private Receiver(HttpHandler answer) {
    this.answer = answer;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * A message that has arrived.
   *
   * @param path path and query
   * @param headers headers by their names in any case
   * @param body the body
   */
  public record Message(String path, Map<String, String> headers, String body) {}

  /** A receiver that gives a status. */
  public static Receiver answering(int status) {
    return new Receiver(exchange -> exchange.sendResponseHeaders(status, -1));
  }

  /** A receiver that answers in a way of its own, after the message is remembered. */
  public static Receiver answering(HttpHandler answer) {
    return new Receiver(answer);
  }

  /** Changes the status that is given from now on. */
  public void answer(int status) {
    answer = exchange -> exchange.sendResponseHeaders(status, -1);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      messages.add(
          new Message(
              exchange.getRequestURI().toString(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      answer.handle(exchange);
    }
  }

  /** What has arrived, in its order. */
  public List<Message> messages() {
    return messages;
  }

  /** What has arrived at a path. */
  public List<Message> messages(String path) {
    return messages.stream().filter(message -> message.path().equals(path)).toList();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The URL of a path. */
  public String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(port(), path);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
