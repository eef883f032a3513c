package dev.trainyard.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/** Shows progress: a bar on one line of a terminal, elsewhere a line per change of the stage. */
final class ProgressLine {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;
  private String lastStage = "";

  ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows the response of {@code /progress}. */
  void show(JsonNode progress) {
    String stage = progress.path("current_step").asText("PENDING");
    if (terminal) {
      out.print("\r\u001b[2K" + line(progress));
      out.flush();
    } else if (!stage.equals(lastStage)) {
      out.println(line(progress));
    }
    lastStage = stage;
  }

  /** Ends the line. */
  void end(JsonNode progress) {
    out.println((terminal ? "\r\u001b[2K" : "") + line(progress));
  }

  private static String line(JsonNode progress) {
    double percentage = progress.path("percentage").asDouble();
    int filled = (int) (percentage / 100 * WIDTH);
    StringBuilder line = new StringBuilder("  ");
    line.append("█".repeat(filled)).append("░".repeat(WIDTH - filled));
    line.append(
        String.format(
            Locale.ROOT,
            " %5.1f %%  %s",
            percentage,
            progress.path("current_step").asText("waiting")));
    if (progress.path("total_iterations").isNumber()) {
      line.append(
          String.format(
              Locale.ROOT,
              "  trial %,d/%,d",
              progress.path("current_iteration").asInt(),
              progress.path("total_iterations").asInt()));
    }
    if (progress.path("best_score").isNumber()) {
      line.append(
          String.format(Locale.ROOT, "  best score %.3f", progress.path("best_score").asDouble()));
    }
    return line.toString();
  }
}
