package dev.trainyard.job.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final Instant AT = Instant.parse("2026-01-31T08:30:01Z");
  private static final UUID JOB = UUID.fromString("01980a5d-ac96-774b-bcce-b302099a8057");

  @Test
  void anEventHasIdNameAndOneLineOfJson() {
    assertThat(text(Frames.event(7, EventType.DEAD_LETTER, JOB, AT, "{\n\"kind\" : \"lost\"}\r\n")))
        .isEqualTo(
            """
            id: 7
            event: dead-letter
            data: {"job_id":"%s","at":"2026-01-31T08:30:01Z","kind" : "lost"}

            """
                .formatted(JOB));
  }

  @Test
  void anEmptyObjectStaysJson() {
    assertThat(text(Frames.event(7, EventType.QUEUE, null, AT, "{}")))
        .contains("data: {\"at\":\"2026-01-31T08:30:01Z\"}\n");
  }

  @Test
  void progressHasNoId() {
    assertThat(text(Frames.progress(AT, "{\"job_id\":\"x\"}")))
        .isEqualTo("event: progress\ndata: {\"at\":\"2026-01-31T08:30:01Z\",\"job_id\":\"x\"}\n\n");
  }

  @Test
  void whatNobodyWantsHasNoFrame() {
    assertThat(Frames.event(7, EventType.LOG, JOB, AT, null)).isEmpty();
  }

  private static String text(byte[] frame) {
    return new String(frame, UTF_8);
  }
}
