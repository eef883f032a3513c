package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trials}: what the search has tried. */
@Command(
    name = "trials",
    description = "List the trials of a job.",
    footer = {
      "%nExamples:",
      "  trainyard trials --best 10 01980a5d-ac96-774b-bcce-b302099a8057",
      "  trainyard trials --csv 01980a5d-ac96-774b-bcce-b302099a8057 > trials.csv"
    })
public final class TrialsCommand extends ServiceCommand {
  private static final List<Column<JsonNode>> COLUMNS =
      List.of(
          Column.number("TRIAL", row -> Cells.text(row, "number")),
          Column.number("SCORE", row -> Cells.number(row, "score")),
          Column.whole("FEASIBLE", row -> row.path("feasible").asBoolean() ? "yes" : "no"),
          Column.number("TRADES", row -> Cells.number(row, "metrics.total_trades")),
          Column.words("PARAMETERS", row -> Cells.pairs(row.path("parameters"))));

  @Parameters(paramLabel = "JOB", description = "Id of the job.")
  private String job = "";

  @Option(names = "--csv", description = "Print all trials as CSV.")
  private boolean csv;

  @Option(
      names = "--best",
      paramLabel = "NUMBER",
      description = "The feasible trials with the highest scores.")
  private @Nullable Integer best;

  @Mixin private final PageOptions page = new PageOptions();

  /** Creates the command. */
  public TrialsCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) throws IOException {
    ServicePath path = ServicePath.of("/jobs/{}/trials", job);
    if (csv) {
      if (best != null || session.format() != Format.TABLE) {
        throw new ServiceException(
            ServiceException.USAGE, "--csv prints all trials, without --best, --json or --quiet.");
      }
      CsvTable.print(session, path);
    } else if (best != null && best < 1) {
      throw new ServiceException(
          ServiceException.USAGE, "--best must be at least 1, not %d.".formatted(best));
    } else if (best != null) {
      best(session, path, best);
    } else {
      session.list(path, page.most(), "number", "There are no trials yet.", COLUMNS);
    }
    return DONE;
  }

  private static void best(Session session, ServicePath path, int most) {
    if (session.format() == Format.JSON) {
      throw new ServiceException(
          ServiceException.USAGE,
          "--json prints what the service sends, which has no best trials.");
    }
    List<JsonNode> rows =
        session.all(path).stream()
            .filter(trial -> trial.path("feasible").asBoolean() && trial.path("score").isNumber())
            .sorted(
                Comparator.comparing((JsonNode trial) -> trial.path("score").asDouble()).reversed())
            .limit(Math.max(0, most))
            .toList();
    if (session.format() == Format.IDS) {
      rows.forEach(row -> session.say(Cells.text(row, "number")));
    } else if (rows.isEmpty()) {
      session.note("There are no feasible trials yet.");
    } else {
      session.table(rows, COLUMNS);
    }
  }
}
