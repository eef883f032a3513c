package dev.trainyard.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void eventsAreReadWhateverEndsTheirLines(String end) throws IOException {
    String text =
        """
        \uFEFF: a comment
        retry: 2500

        event: state
        id: 7
        data: {"status":
        data:"RUNNING"}

        data: without a name

        event: log
        id

        data:  two spaces
        unknown: field

        data: broken off
        """;

    EventStream stream = stream(text.replace("\n", end));
    List<ServerEvent> events = all(stream);

    assertThat(events)
        .containsExactly(
            new ServerEvent("state", "7", "{\"status\":\n\"RUNNING\"}"),
            new ServerEvent("message", "7", "without a name"),
            new ServerEvent("message", "", " two spaces"));
    assertThat(stream.retryMillis()).hasValue(2500);
    assertThat(events.get(0).json().path("status").asText()).isEqualTo("RUNNING");
  }

  @Test
  void anIdWithNullAndARetryThatIsNoNumberAreIgnored() throws IOException {
    EventStream stream = stream("id: 1\ndata: a\n\nid: 2\0\nretry: soon\ndata: b\n\n");

    assertThat(all(stream)).extracting(ServerEvent::id).containsExactly("1", "1");
    assertThat(stream.retryMillis()).isEmpty();
  }

  @Test
  void anEndlessLineIsRefused() {
    EventStream stream = stream("data: " + "x".repeat(5_000_000));

    assertThatThrownBy(stream::next).isInstanceOf(IOException.class).hasMessageContaining("longer");
  }

  private static EventStream stream(String text) {
    return EventStream.of(new ByteArrayInputStream(text.getBytes(UTF_8)), () -> {});
  }

  private static List<ServerEvent> all(EventStream stream) throws IOException {
    List<ServerEvent> events = new ArrayList<>();
    for (ServerEvent event = stream.next(); event != null; event = stream.next()) {
      events.add(event);
    }
    return events;
  }
}
