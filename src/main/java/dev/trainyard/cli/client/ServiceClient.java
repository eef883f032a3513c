package dev.trainyard.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a service.
 *
 * <p>It uses the JDK's older client, which is there in a tenth of a second. The newer one takes
 * three quarters of a second to be loaded. Redirects are not followed: they would take the key to
 * another server.
 */
public final class ServiceClient {
  private static final String JSON = "application/json";
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 120_000;

  /** An upload is stored as a whole before it is answered. */
  private static final int UPLOAD_MILLIS = 900_000;

  /** Three times the interval of the service's heartbeats. */
  private static final int STREAM_MILLIS = 45_000;

  private static final int CHUNK = 64 * 1024;

  private final Target target;

  /** Creates a client that opens no connection yet. */
  public ServiceClient(Target target) {
    this.target = target;
  }

  /** The service that it asks. */
  public Target target() {
    return target;
  }

  /**
   * GET of JSON.
   *
   * @throws ServiceException when the service is away or refuses
   */
  public Answer get(ServicePath path) {
    return get(path, JSON);
  }

  /** GET of another media type. */
  public Answer get(ServicePath path, String accept) {
    return send("GET", path, null, Map.of("Accept", accept));
  }

  /** POST without a body. */
  public Answer post(ServicePath path) {
    return send("POST", path, null, Map.of());
  }

  /** POST of JSON, with further headers. */
  public Answer post(ServicePath path, JsonNode body, Map<String, String> headers) {
    return send("POST", path, body, headers);
  }

  /** PUT of JSON. */
  public Answer put(ServicePath path, JsonNode body) {
    return send("PUT", path, body, Map.of());
  }

  /** DELETE. */
  public Answer delete(ServicePath path) {
    return send("DELETE", path, null, Map.of());
  }

  /**
   * The state of the service, which it tells to everyone. It is sent with status 503, too, when
   * something is down.
   *
   * @return null when nothing there answers as a Trainyard does
   */
  public @Nullable JsonNode health() {
    try {
      HttpURLConnection connection = open("GET", target.root("/actuator/health"), READ_MILLIS);
      int status = connection.getResponseCode();
      Answer answer = new Answer(status, JSON, body(connection));
      boolean told =
          status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_UNAVAILABLE;
      return told && answer.json().path("status").isTextual() ? answer.json() : null;
    } catch (IOException | ServiceException e) {
      return null;
    }
  }

  /** Whether a Trainyard answers, of whatever state and version. */
  public boolean isTrainyard() {
    try {
      HttpURLConnection connection = open("GET", target.root("/openapi.json"), CONNECT_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK
          && new Answer(HttpURLConnection.HTTP_OK, JSON, body(connection))
              .json()
              .path("info")
              .path("title")
              .asText()
              .equals("Trainyard");
    } catch (IOException | ServiceException e) {
      return false;
    }
  }

  private Answer send(
      String method, ServicePath path, @Nullable JsonNode body, Map<String, String> headers) {
    URI address = target.api(path.toString());
    try {
      HttpURLConnection connection = open(method, address, READ_MILLIS);
      headers.forEach(connection::setRequestProperty);
      if (body != null) {
        byte[] bytes = JsonText.write(body).getBytes(UTF_8);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", JSON);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(bytes);
        }
      }
      return answer(connection);
    } catch (IOException e) {
      throw away(e);
    }
  }

  /**
   * POST of a file as it is.
   *
   * @param headers such as {@code Content-Type}
   * @param sent is told the bytes that are sent so far
   */
  public Answer upload(
      ServicePath path, Path file, Map<String, String> headers, LongConsumer sent) {
    try {
      HttpURLConnection connection = open("POST", target.api(path.toString()), UPLOAD_MILLIS);
      headers.forEach(connection::setRequestProperty);
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(Files.size(file));
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = connection.getOutputStream()) {
        copy(in, out, sent);
      } catch (IOException refusedBeforeTheEnd) {
        return answerOr(connection, refusedBeforeTheEnd);
      }
      return answer(connection);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private static void copy(InputStream in, OutputStream out, LongConsumer sent) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      out.write(chunk, 0, read);
      total += read;
      sent.accept(total);
    }
  }

  /** The service may have answered before it had read all: that says more than the broken pipe. */
  private Answer answerOr(HttpURLConnection connection, IOException broken) throws IOException {
    try {
      return answer(connection);
    } catch (IOException nothing) {
      broken.addSuppressed(nothing);
      throw broken;
    }
  }

  /**
   * Opens a stream of events.
   *
   * @param lastEventId id of the last event that was received; null for the first connection
   * @return the stream, or the status with which the service has none
   * @throws IOException when the connection fails
   * @throws ServiceException when the service refuses
   */
  public EventStream events(ServicePath path, @Nullable String lastEventId) throws IOException {
    HttpURLConnection connection = open("GET", target.api(path.toString()), STREAM_MILLIS);
    connection.setRequestProperty("Accept", "text/event-stream");
    if (lastEventId != null) {
      connection.setRequestProperty("Last-Event-ID", lastEventId);
    }
    int status = connection.getResponseCode();
    boolean events =
        status == HttpURLConnection.HTTP_OK
            && contentType(connection).startsWith("text/event-stream");
    if (events) {
      return EventStream.of(connection.getInputStream(), connection::disconnect);
    }
    if (status == HttpURLConnection.HTTP_NO_CONTENT) {
      return EventStream.ended();
    }
    boolean unknown =
        status == HttpURLConnection.HTTP_OK
            || status == HttpURLConnection.HTTP_NOT_FOUND
            || status == HttpURLConnection.HTTP_BAD_METHOD
            || status == HttpURLConnection.HTTP_NOT_ACCEPTABLE;
    if (unknown) {
      connection.disconnect();
      return EventStream.unsupported();
    }
    throw Problem.of(status, contentType(connection), body(connection), target);
  }

  private HttpURLConnection open(String method, URI address, int readMillis) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(readMillis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", JSON);
    connection.setRequestProperty("User-Agent", "trainyard");
    if (target.key() != null) {
      connection.setRequestProperty("Authorization", "Bearer " + target.key());
    }
    return connection;
  }

  private Answer answer(HttpURLConnection connection) throws IOException {
    int status;
    try {
      status = connection.getResponseCode();
    } catch (HttpRetryException e) {
      // The JDK drops the body of a 401 to an upload
      throw Problem.of(e.responseCode(), "", new byte[0], target);
    }
    byte[] body = body(connection);
    if (status >= HttpURLConnection.HTTP_OK && status < HttpURLConnection.HTTP_MULT_CHOICE) {
      return new Answer(status, contentType(connection), body);
    }
    if (status >= HttpURLConnection.HTTP_MULT_CHOICE
        && status < HttpURLConnection.HTTP_BAD_REQUEST) {
      throw new ServiceException(
          ServiceException.AWAY,
          "%s sends its clients on to %s. Give that as TRAINYARD_URL if it is the service."
              .formatted(
                  target, Objects.toString(connection.getHeaderField("Location"), "nowhere")));
    }
    throw Problem.of(status, contentType(connection), body, target);
  }

  private static String contentType(HttpURLConnection connection) {
    return Objects.toString(connection.getContentType(), "");
  }

  private static byte[] body(HttpURLConnection connection) throws IOException {
    try (InputStream in =
        connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private ServiceException away(IOException e) {
    String reason;
    if (e instanceof UnknownHostException) {
      reason = "there is no host " + target.url().getHost();
    } else if (e instanceof SocketTimeoutException) {
      reason = "it does not answer in time";
    } else if (e instanceof ConnectException) {
      reason = "connection refused";
    } else if (e instanceof SSLException) {
      reason = "TLS: " + e.getMessage();
    } else {
      reason = Objects.toString(e.getMessage(), e.getClass().getSimpleName());
    }
    return new ServiceException(
        ServiceException.AWAY,
        "The service at %s cannot be reached: %s. Start it, or name another with TRAINYARD_URL or --profile."
            .formatted(target, reason));
  }
}
