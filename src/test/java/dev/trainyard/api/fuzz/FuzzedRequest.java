package dev.trainyard.api.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request as it is sent, which need not be HTTP. */
final class FuzzedRequest {
  String method;
  String path;
  String query = "";
  final List<String> headers = new ArrayList<>();
  byte[] body = {};

  /** How the length of the body is told; null for the true one. */
  @Nullable String framing;

  FuzzedRequest(String method, String path) {
    this.method = method;
    this.path = path;
  }

  byte[] bytes() {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path.isEmpty() ? "/" : path);
    head.append(query.isEmpty() ? "" : "?" + query).append(" HTTP/1.1\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (framing != null) {
      head.append(framing).append("\r\n");
    } else if (body.length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** Whether the service may wait for more than is sent, until the client ends its side. */
  boolean isCutOff() {
    return framing != null
        || headers.stream()
            .map(header -> header.toLowerCase(Locale.ROOT))
            .anyMatch(
                header ->
                    header.startsWith("content-length") || header.startsWith("transfer-encoding"));
  }

  /** Puts a header in place of the one of the same name. */
  void header(String name, String value) {
    without(name);
    headers.add(name + ": " + value);
  }

  void without(String name) {
    headers.removeIf(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1));
  }

  @Override
  public String toString() {
    String text = new String(bytes(), ISO_8859_1);
    return (text.length() > 1500 ? text.substring(0, 1500) + "... " + text.length() : text)
        .replace("\r", "\\r")
        .replaceAll("ty_\\w+", "ty_...");
  }
}
