package dev.trainyard.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes that no HTTP client would send, and reads what is answered until the end. */
public final class RawHttp {
  private RawHttp() {}

  /**
   * An answer.
   *
   * @param status 0 when the connection was closed without any
   * @param headers values by name in lower case
   * @param body without its chunks
   */
  public record Answer(int status, Map<String, List<String>> headers, String body) {
    private static final Answer NONE = new Answer(0, Map.of(), "");

    /** The first value of a header; empty when there is none. */
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
    }
  }

  /**
   * Sends a request, which should say {@code Connection: close}.
   *
   * @param ends whether the client ends its side after the request
   * @param patience how long to wait for each part of the answer
   * @throws SocketTimeoutException when nothing comes for so long
   */
  public static Answer send(int port, byte[] request, boolean ends, Duration patience)
      throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      OutputStream out = socket.getOutputStream();
      try {
        out.write(request);
        if (ends) {
          socket.shutdownOutput();
        }
      } catch (IOException e) {
        // It was refused before it was read to its end: the answer may still be there
      }
      return answer(socket);
    }
  }

  /** Reads an answer until the connection is closed. */
  public static Answer answer(Socket socket) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int count = socket.getInputStream().read(buffer);
          count >= 0;
          count = socket.getInputStream().read(buffer)) {
        read.write(buffer, 0, count);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // Reset by a server that has closed with something unread: what came before counts
    }
    return parsed(read.toByteArray());
  }

  private static Answer parsed(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return Answer.NONE;
    }
    String text = new String(bytes, ISO_8859_1);
    if (text.startsWith("HTTP/1.1 100")) {
      text = text.substring(text.indexOf("\r\n\r\n") + 4);
    }
    int end = text.indexOf("\r\n\r\n");
    if (!text.startsWith("HTTP/1.1 ") || end < 0) {
      throw new IOException("no HTTP: " + text.substring(0, Math.min(200, text.length())));
    }
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("no header: " + line);
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    String body = text.substring(end + 4);
    if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
      body = dechunked(body);
    }
    return new Answer(
        Integer.parseInt(lines[0].substring(9, 12)),
        headers,
        new String(body.getBytes(ISO_8859_1), UTF_8));
  }

  private static String dechunked(String body) throws IOException {
    StringBuilder joined = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      int line = body.indexOf("\r\n", at);
      if (line < 0) {
        throw new IOException("the last chunk is missing");
      }
      int size = Integer.parseInt(body.substring(at, line), 16);
      if (size == 0) {
        return joined.toString();
      }
      if (line + 2 + size > body.length()) {
        throw new IOException("a chunk is cut off");
      }
      joined.append(body, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
    throw new IOException("the last chunk is missing");
  }
}
