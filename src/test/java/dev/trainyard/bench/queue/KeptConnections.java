package dev.trainyard.bench.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Clients that send one request again and again, each on a connection that it keeps. They do next
 * to nothing else, since they share the machine with what they measure.
 */
final class KeptConnections {
  private static final int HEX = 16;

  private final int port;
  private final byte[] request;

  /**
   * @param port of a service on this machine
   * @param request head and body
   */
  KeptConnections(int port, String request) {
    this.port = port;
    this.request = request.getBytes(ISO_8859_1);
  }

  /**
   * What some clients saw.
   *
   * @param answers how many answers there were
   * @param perSecond answers per second
   * @param millis how long each took
   */
  record Seen(int answers, double perSecond, Sample millis) {}

  /** Sends requests for a while. */
  Seen run(int clients, double seconds) throws ExecutionException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(clients);
    try {
      long begin = System.nanoTime();
      long end = begin + (long) (seconds * 1e9);
      List<Future<List<Double>>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(pool.submit(() -> client(end)));
      }
      List<Double> all = new ArrayList<>();
      for (Future<List<Double>> one : running) {
        all.addAll(one.get());
      }
      double took = (System.nanoTime() - begin) / 1e9;
      return new Seen(
          all.size(),
          all.size() / took,
          Sample.of(all.stream().mapToDouble(Double::doubleValue).toArray()));
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private List<Double> client(long end) throws IOException {
    List<Double> millis = new ArrayList<>();
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        while (System.nanoTime() < end) {
          long begin = System.nanoTime();
          socket.getOutputStream().write(request);
          if (!readAnswer(in)) {
            break;
          }
          millis.add((System.nanoTime() - begin) / 1e6);
        }
      }
    }
    return millis;
  }

  /** Reads an answer to its end; says no when the service has closed the connection before it. */
  private static boolean readAnswer(InputStream in) throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return false;
    }
    in.reset();
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException("answered " + status);
    }
    int length = 0;
    boolean chunked = false;
    for (String head = line(in); !head.isEmpty(); head = line(in)) {
      String field = head.toLowerCase(Locale.ROOT);
      if (field.startsWith("content-length:")) {
        length = Integer.parseInt(field.substring("content-length:".length()).strip());
      }
      chunked |= field.startsWith("transfer-encoding: chunked");
    }
    in.skipNBytes(length);
    while (chunked) {
      int chunk = Integer.parseInt(line(in), HEX);
      in.skipNBytes(chunk);
      line(in);
      chunked = chunk > 0;
    }
    return true;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("an answer ends before its end");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
