package dev.trainyard.job.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes events as the stream has them (WHATWG HTML, section 9.2): one line of JSON as data. */
final class Frames {
  private static final byte[] NONE = {};

  private Frames() {}

  /**
   * Returns the frame of a recorded event.
   *
   * @param data a JSON object
   */
  static byte[] event(
      long id, EventType type, @Nullable UUID jobId, Instant at, @Nullable String data) {
    if (data == null) {
      return NONE;
    }
    StringBuilder frame = new StringBuilder(data.length() + 160);
    frame.append("id: ").append(id).append('\n');
    return finish(frame, type.label(), jobId, at, data);
  }

  /** Returns the frame of progress, whose object names the job itself. */
  static byte[] progress(Instant at, String data) {
    return finish(new StringBuilder(data.length() + 80), "progress", null, at, data);
  }

  /**
   * Returns the frame that tells a client that it cannot go on where it was.
   *
   * @param jobId the job that is followed; null for all
   * @param requested id after which the client wanted to go on
   * @param oldest least id that is kept; null when there is none
   * @param reason one sentence
   */
  static byte[] gap(@Nullable UUID jobId, long requested, @Nullable Long oldest, String reason) {
    return ("event: gap\ndata: {"
            + (jobId == null ? "" : "\"job_id\":\"" + jobId + "\",")
            + "\"requested\":%d,\"oldest\":%s,\"reason\":\"%s\"}\n\n"
                .formatted(requested, oldest, reason))
        .getBytes(UTF_8);
  }

  private static byte[] finish(
      StringBuilder frame, String type, @Nullable UUID jobId, Instant at, String data) {
    frame.append("event: ").append(type).append("\ndata: {");
    if (jobId != null) {
      frame.append("\"job_id\":\"").append(jobId).append("\",");
    }
    frame.append("\"at\":\"").append(at).append('"');
    // What JSON has of line ends outside its strings is white space
    String fields = data.replace('\n', ' ').replace('\r', ' ').strip().substring(1).stripLeading();
    if (!fields.startsWith("}")) {
      frame.append(',');
    }
    return frame.append(fields).append("\n\n").toString().getBytes(UTF_8);
  }

  /** Returns the frames one after the other. */
  static byte[] joined(List<byte[]> frames) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    frames.forEach(joined::writeBytes);
    return joined.toByteArray();
  }
}
