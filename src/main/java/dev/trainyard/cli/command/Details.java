package dev.trainyard.cli.command;

import dev.trainyard.cli.terminal.Palette.Tone;
import dev.trainyard.cli.terminal.PlainText;
import java.util.ArrayList;
import java.util.List;

/** One thing with its fields, a line each. Fields without a value are left out. */
final class Details {
  private record Line(String label, String value, Tone tone) {}

  private final List<Line> lines = new ArrayList<>();

  Details add(String label, String value) {
    return add(label, value, Tone.NEUTRAL);
  }

  Details add(String label, String value, Tone tone) {
    if (!value.isBlank()) {
      lines.add(new Line(label, PlainText.of(value), tone));
    }
    return this;
  }

  void print(Session session) {
    int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    for (Line line : lines) {
      String label = line.label() + " ".repeat(width - line.label().length() + 2);
      session
          .shell()
          .out()
          .println(
              session.palette().paint(label, Tone.STRONG)
                  + session.palette().paint(line.value(), line.tone()));
    }
  }
}
