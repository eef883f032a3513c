package dev.trainyard.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of events as a browser does, and lets none pass that the OpenAPI document does not
 * describe.
 */
public final class EventClient implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpResponse<InputStream> answer;
  private final List<Event> events = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private int comments;
  private boolean ended;
  private @Nullable Long lastId;

  /**
   * An event.
   *
   * @param id null for one without
   * @param name name of the event
   * @param data its data
   */
  public record Event(@Nullable Long id, String name, JsonNode data) {
    /** Returns a field of its data as text. */
    public String text(String field) {
      return data.path(field).asText();
    }
  }

  private EventClient(HttpResponse<InputStream> answer) {
    this.answer = answer;
    Thread reader = new Thread(this::read, "event-client");
    reader.setDaemon(true);
    reader.start();
  }

  /** Opens a stream; it is open when this returns. */
  public static EventClient open(HttpRequest.Builder request) {
    return open(HTTP, request);
  }

  /** Opens a stream by a client of its own, such as one that trusts a certificate. */
  public static EventClient open(HttpClient http, HttpRequest.Builder request) {
    try {
      return new EventClient(http.send(request.GET().build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Status of the answer. */
  public int status() {
    return answer.statusCode();
  }

  /** Headers of the answer. */
  public HttpHeaders headers() {
    return answer.headers();
  }

  private void read() {
    String name = "";
    Long id = null;
    StringBuilder data = new StringBuilder();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          commented();
        } else if (line.startsWith("id: ")) {
          id = Long.valueOf(line.substring(4));
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        } else if (line.isEmpty() && !name.isEmpty()) {
          received(id, name, data.toString());
          name = "";
          id = null;
          data.setLength(0);
        }
      }
    } catch (IOException e) {
      // Closed by the test, or cut by the server: both end it
    }
    synchronized (this) {
      ended = true;
    }
  }

  private synchronized void commented() {
    comments++;
  }

  private synchronized void received(@Nullable Long id, String name, String data) {
    faults.addAll(
        ApiContract.ofThisVersion().eventFaults(answer.request().uri().getRawPath(), name, data));
    try {
      events.add(new Event(id, name, json.readTree(data)));
    } catch (JsonProcessingException e) {
      faults.add(data);
    }
    lastId = id == null ? lastId : id;
  }

  /** Everything so far. */
  public synchronized List<Event> events() {
    if (!faults.isEmpty()) {
      throw new AssertionError(faults);
    }
    return List.copyOf(events);
  }

  /** Everything so far of a name. */
  public List<Event> events(String name) {
    return events().stream().filter(event -> event.name().equals(name)).toList();
  }

  /** Ids so far, in order. */
  public List<Long> ids() {
    return events().stream().filter(event -> event.id() != null).map(Event::id).toList();
  }

  /** Id of the last event that has one. */
  public synchronized Long lastId() {
    return lastId;
  }

  /** Comments so far. */
  public synchronized int comments() {
    return comments;
  }

  /** Whether the server has ended it. */
  public synchronized boolean ended() {
    return ended;
  }

  /** Waits for an event. */
  public Event receive(Predicate<Event> wanted) {
    return await()
        .atMost(Patience.LIMIT)
        .until(
            () -> events().stream().filter(wanted).findFirst().orElse(null),
            found -> found != null);
  }

  /** Waits for an event of a name. */
  public Event receive(String name) {
    return receive(event -> event.name().equals(name));
  }

  /** Waits for the end, and returns everything. */
  public List<Event> awaitEnd() {
    await().atMost(Patience.LIMIT).until(this::ended);
    return events();
  }

  @Override
  public void close() {
    try {
      answer.body().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
