package dev.trainyard.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads Server-Sent Events as the HTML standard describes them: lines end in CR, LF or both, an
 * empty line sends what has come, a line that begins with a colon is a comment, and what the stream
 * breaks off in is no event.
 */
public final class EventStream implements AutoCloseable {
  /** A line that is longer is not one of this service. */
  private static final int LONGEST = 4 * 1024 * 1024;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What the service had to say to the request for it. */
  public enum State {
    /** Events come. */
    OPEN,
    /** There is nothing more to come. */
    ENDED,
    /** This service, or one in front of it, has no such stream. */
    UNSUPPORTED
  }

  private final State state;
  private final Reader reader;
  private final Runnable onClose;
  private String id = "";
  private OptionalLong retryMillis = OptionalLong.empty();
  private boolean first = true;
  private boolean afterReturn;

  private EventStream(State state, Reader reader, Runnable onClose) {
    this.state = state;
    this.reader = reader;
    this.onClose = onClose;
  }

  static EventStream of(InputStream in, Runnable onClose) {
    return new EventStream(
        State.OPEN, new BufferedReader(new InputStreamReader(in, UTF_8)), onClose);
  }

  static EventStream ended() {
    return new EventStream(State.ENDED, Reader.nullReader(), () -> {});
  }

  static EventStream unsupported() {
    return new EventStream(State.UNSUPPORTED, Reader.nullReader(), () -> {});
  }

  /** What the service had to say. */
  public State state() {
    return state;
  }

  /** How long to wait before a new connection, if the stream has said it; milliseconds. */
  public OptionalLong retryMillis() {
    return retryMillis;
  }

  /**
   * Waits for the next event.
   *
   * @return null at the end of the stream
   * @throws IOException when the connection breaks, or is silent for longer than its heartbeats
   */
  public @Nullable ServerEvent next() throws IOException {
    StringBuilder data = new StringBuilder();
    String name = "";
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return new ServerEvent(
              name.isEmpty() ? "message" : name, id, data.substring(0, data.length() - 1));
        }
        name = "";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "data" -> append(data, value);
        case "event" -> name = value;
        case "id" -> id = value.indexOf('\0') < 0 ? value : id;
        case "retry" ->
            retryMillis =
                value.matches("[0-9]{1,9}") ? OptionalLong.of(Long.parseLong(value)) : retryMillis;
        default -> {
          // A comment, or a field of a later standard
        }
      }
    }
    return null;
  }

  private static void append(StringBuilder data, String value) throws IOException {
    if (data.length() + value.length() > LONGEST) {
      throw new IOException("an event is longer than %d characters".formatted(LONGEST));
    }
    data.append(value).append('\n');
  }

  /** The next line without its end; null when the stream ends before the line does. */
  private @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = reader.read(); next >= 0; next = reader.read()) {
      boolean secondHalf = afterReturn && next == '\n';
      afterReturn = next == '\r';
      if (secondHalf) {
        continue;
      }
      if (next == '\n' || next == '\r') {
        boolean marked = first && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
        first = false;
        return marked ? line.substring(1) : line.toString();
      }
      if (line.length() >= LONGEST) {
        throw new IOException("a line is longer than %d characters".formatted(LONGEST));
      }
      line.append((char) next);
    }
    return null;
  }

  @Override
  public void close() {
    onClose.run();
  }
}
