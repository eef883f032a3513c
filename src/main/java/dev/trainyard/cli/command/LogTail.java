package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Palette.Tone;
import dev.trainyard.cli.terminal.PlainText;
import java.util.function.Consumer;

/** The log of a job, of which each line is shown once and in its order. */
final class LogTail {
  private static final int PAGE = 500;

  private final Session session;
  private final String job;
  private long last;

  /**
   * @param after number of the line after which it begins; 0 for the first
   */
  LogTail(Session session, String job, long after) {
    this.session = session;
    this.job = job;
    this.last = after;
  }

  /**
   * Shows the lines that have come since.
   *
   * @param upTo number of the newest line, if it is known: one that was shown asks for nothing
   * @param pages receives each answer of the service
   */
  void read(long upTo, Consumer<Answer> pages) {
    if (upTo <= last) {
      return;
    }
    int lines;
    do {
      Answer answer =
          session
              .service()
              .get(ServicePath.of("/jobs/{}/logs", job).with("after", last).with("limit", PAGE));
      lines = 0;
      for (JsonNode line : answer.json().path("items")) {
        last = Math.max(last, line.path("seq").asLong());
        lines++;
      }
      if (lines > 0) {
        pages.accept(answer);
      }
    } while (lines == PAGE);
  }

  /** A line as people read it. */
  static String line(Session session, JsonNode line) {
    String level = Cells.text(line, "level");
    Tone tone =
        switch (level) {
          case "ERROR" -> Tone.BAD;
          case "WARN" -> Tone.WARNING;
          default -> Tone.NEUTRAL;
        };
    return "%s %s %s"
        .formatted(
            Cells.time(line, "time"),
            session.palette().paint("%-5s".formatted(level), tone),
            PlainText.of(Cells.text(line, "message")));
  }
}
