package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Palette.Tone;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code overview}: the service at one moment, and whether its operator may sleep. */
@Command(
    name = "overview",
    description = {
      "Show whether somebody has to look after the service, what runs and waits, and what failed.",
      "Ends with 1 when somebody has to."
    },
    footer = {"%nExamples:", "  trainyard overview", "  trainyard overview -q || call-somebody"})
public final class OverviewCommand extends ServiceCommand {
  /** Creates the command. */
  public OverviewCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    Answer answer = session.service().get(ServicePath.of("/overview"));
    JsonNode overview = answer.json();
    switch (session.format()) {
      case JSON -> session.json(answer);
      case IDS -> rows(overview, "running").forEach(job -> session.say(Cells.text(job, "job_id")));
      case TABLE -> print(session, overview);
    }
    return overview.path("sleep").path("ok").asBoolean() ? DONE : FAILED;
  }

  private static void print(Session session, JsonNode overview) {
    JsonNode queue = overview.path("queue");
    boolean ok = overview.path("sleep").path("ok").asBoolean();
    Details details =
        new Details()
            .add("as of", Cells.time(overview, "as_of"))
            .add("may you sleep", ok ? "yes" : "not without a look", ok ? Tone.GOOD : Tone.WARNING);
    for (JsonNode reason : overview.path("sleep").path("reasons")) {
      String severity = Cells.text(reason, "severity");
      details.add(severity, Cells.text(reason, "message"), tone(severity));
    }
    details
        .add("queue", queue.path("paused").asBoolean() ? "paused" : "open")
        .add("ready", Cells.pairs(queue.path("ready")))
        .add("delayed", Cells.text(queue, "delayed"))
        .add("running", Cells.text(queue, "running") + " of " + Cells.text(queue, "slots"))
        .add("oldest wait", Cells.number(queue, "oldest_wait_seconds") + " s")
        .add("last hour", happened(overview.path("counts").path("hour")))
        .add("last day", happened(overview.path("counts").path("day")))
        .print(session);
    table(
        session,
        rows(overview, "running"),
        List.of(
            Column.whole("RUNNING", row -> Cells.text(row, "job_id")),
            Column.words("STRATEGY", row -> Cells.text(row, "strategy")),
            Column.words("MARKET", row -> Cells.market(row, "symbol", "timeframe")),
            Column.number("%", row -> Cells.number(row, "percentage")),
            Column.number("BEST", row -> Cells.number(row, "best_score")),
            Column.whole("EXPECTED END", row -> Cells.time(row, "estimated_completion"))));
    table(
        session,
        rows(overview, "failures"),
        List.of(
            Column.words("FAILED BY", row -> Cells.text(row, "error_class")),
            Column.number("JOBS", row -> Cells.text(row, "jobs")),
            Column.number("NOT REPLAYED", row -> Cells.text(row, "not_replayed")),
            Column.whole("NEWEST", row -> Cells.time(row, "newest_at")),
            Column.words("MESSAGE", row -> Cells.text(row, "message"))));
    table(
        session,
        rows(overview, "workers"),
        List.of(
            Column.words("WORKER", row -> Cells.text(row, "id")),
            Column.words("HOST", row -> Cells.text(row, "host")),
            Column.number(
                "RUNS", row -> Cells.text(row, "running") + "/" + Cells.text(row, "slots")),
            Column.whole("HEARTBEAT", row -> Cells.time(row, "last_heartbeat")),
            Column.whole("STATE", row -> Cells.text(row, "state"))));
  }

  private static void table(Session session, List<JsonNode> rows, List<Column<JsonNode>> columns) {
    if (!rows.isEmpty()) {
      session.shell().out().println();
      session.table(rows, columns);
    }
  }

  private static List<JsonNode> rows(JsonNode overview, String field) {
    List<JsonNode> rows = new ArrayList<>();
    overview.path(field).forEach(rows::add);
    return rows;
  }

  private static String happened(JsonNode count) {
    return "%s submitted, %s completed, %s failed, %s cancelled"
        .formatted(
            Cells.text(count, "submitted"),
            Cells.text(count, "completed"),
            Cells.text(count, "failed"),
            Cells.text(count, "cancelled"));
  }

  private static Tone tone(String severity) {
    return switch (severity) {
      case "critical" -> Tone.BAD;
      case "warning" -> Tone.WARNING;
      default -> Tone.NEUTRAL;
    };
  }
}
