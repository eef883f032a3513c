package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.terminal.Bar;
import java.util.Locale;

/** How far a job is, in one line. */
final class ProgressText {
  private static final int LONGEST_BAR = 30;
  private static final int SHORTEST_BAR = 6;

  private ProgressText() {}

  /** What changes seldom: the state and the stage. */
  static String heading(JsonNode progress) {
    return Cells.text(progress, "status") + " " + Cells.text(progress, "current_step");
  }

  /**
   * A line such as {@code optimization 2/4 [####----] 45 % 90/200 best 1.2 ETA 0:35}.
   *
   * @param width columns of the terminal
   */
  static String line(JsonNode progress, int width) {
    String status = Cells.text(progress, "status");
    String stage = Cells.text(progress, "current_step");
    StringBuilder head = new StringBuilder();
    if (status.equals("RUNNING") && !stage.isEmpty()) {
      head.append(stage.toLowerCase(Locale.ROOT).replace('_', ' '))
          .append(' ')
          .append(Cells.text(progress, "step_number"))
          .append('/')
          .append(Cells.text(progress, "total_steps"));
    } else {
      head.append(status.toLowerCase(Locale.ROOT));
    }
    String tail =
        JobColumns.percent(progress)
            + " %"
            + part(" ", iterations(progress))
            + part(" best ", Cells.number(progress, "best_score"))
            + part(
                " ETA ",
                status.equals("RUNNING")
                    ? Cells.between(progress, "updated_at", "estimated_completion")
                    : "");
    int room = width - head.length() - tail.length() - 2;
    return room < SHORTEST_BAR
        ? head + " " + tail
        : "%s %s %s"
            .formatted(
                head,
                Bar.of(progress.path("percentage").asDouble(), Math.min(room, LONGEST_BAR)),
                tail);
  }

  private static String iterations(JsonNode progress) {
    String done = Cells.text(progress, "current_iteration");
    String all = Cells.text(progress, "total_iterations");
    return done.isEmpty() || all.isEmpty() ? "" : done + "/" + all;
  }

  private static String part(String before, String text) {
    return text.isEmpty() ? "" : before + text;
  }
}
