package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code routes}: what runs, and what was edited. */
@Command(
    name = "routes",
    description = "List running routes; exit 1 when files are refused or needed routes are down.",
    footer = {"%nExamples:", "  trainyard routes", "  trainyard routes edits --limit 5"})
public final class RoutesCommand extends ServiceCommand {
  @Mixin private final PageOptions page = new PageOptions();

  /** Creates the command. */
  public RoutesCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    JsonNode last =
        session.list(
            ServicePath.of("/routes"),
            page.most(),
            "id",
            "No routes run.",
            List.of(
                Column.whole("ROUTE", row -> Cells.text(row, "id")),
                Column.<JsonNode>whole("STATE", row -> Cells.text(row, "state"))
                    .in(row -> Cells.tone(Cells.text(row, "state"))),
                Column.number("DONE", row -> Cells.text(row, "completed")),
                Column.number("FAILED", row -> Cells.text(row, "failed")),
                Column.number("MEAN MS", row -> Cells.number(row, "mean_ms")),
                Column.words(
                    "FILE", row -> Cells.text(row, "file") + ":" + Cells.text(row, "line"))));
    return last != null && tellProblems(session, last) ? FAILED : DONE;
  }

  private static boolean tellProblems(Session session, JsonNode page) {
    JsonNode refused = page.path("refused");
    if (session.format() == Format.TABLE) {
      if (refused.isObject()) {
        session.note("The files on disk do not run:");
        refused.path("problems").forEach(problem -> session.note("  " + place(problem)));
      }
      page.path("down")
          .properties()
          .forEach(
              route ->
                  session.note(
                      "The needed route %s does not run: %s"
                          .formatted(route.getKey(), route.getValue().asText())));
      page.path("unread").forEach(problem -> session.note("Not loaded: " + place(problem)));
    }
    return refused.isObject() || !page.path("down").isEmpty();
  }

  private static String place(JsonNode problem) {
    return "%s:%s:%s: %s"
        .formatted(
            Cells.text(problem, "file"),
            Cells.text(problem, "line"),
            Cells.text(problem, "column"),
            Cells.text(problem, "message"));
  }

  /** {@code routes edits}. */
  @Command(name = "edits", description = "List the last edits of the files.")
  public static final class Edits extends ServiceCommand {
    @Mixin private final PageOptions page = new PageOptions();

    /** Creates the command. */
    public Edits(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.list(
          ServicePath.of("/routes/edits"),
          page.most(),
          "id",
          "There were no edits.",
          List.of(
              Column.whole("AT", row -> Cells.time(row, "at")),
              Column.<JsonNode>whole("OUTCOME", row -> Cells.text(row, "outcome"))
                  .in(row -> Cells.tone(Cells.text(row, "outcome"))),
              Column.words("AUTHOR", row -> Cells.text(row, "author")),
              Column.words("FILES", row -> Cells.text(row, "files")),
              Column.words("PROBLEM", row -> Cells.text(row.path("problems").path(0), "message"))));
      return DONE;
    }
  }

  /** {@code routes rollback}. */
  @Command(name = "rollback", description = "Undo the last edit of the files.")
  public static final class Rollback extends ServiceCommand {
    /** Creates the command. */
    public Rollback(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.show(
          session.service().post(ServicePath.of("/routes/rollback")),
          "id",
          edit ->
              session.say(
                  "The edit is %s: %s"
                      .formatted(Cells.text(edit, "outcome"), Cells.text(edit, "files"))));
      return DONE;
    }
  }
}
