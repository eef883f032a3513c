package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code configurations}: what was trained. */
@Command(
    name = "configurations",
    description = "List trained configurations.",
    footer = {
      "%nExamples:",
      "  trainyard configurations --verdict EDGE --sort sharpe_ratio",
      "  trainyard configurations --active --csv"
    })
public final class ConfigurationsCommand extends ServiceCommand {
  private static final List<Column<JsonNode>> COLUMNS =
      List.of(
          Column.whole("CONFIGURATION", row -> Cells.text(row, "config_id")),
          Column.<JsonNode>words("VERDICT", row -> Cells.text(row, "verdict"))
              .in(row -> Cells.tone(Cells.text(row, "verdict"))),
          Column.words("STRATEGY", row -> Cells.text(row, "strategy")),
          Column.words("MARKET", row -> Cells.market(row, "symbol", "timeframe")),
          Column.number("SHARPE", row -> Cells.number(row, "sharpe_ratio")),
          Column.number("PROFIT", row -> Cells.number(row, "net_profit")),
          Column.whole("ACTIVE", row -> row.path("is_active").asBoolean() ? "yes" : ""),
          Column.words("STAGE", row -> Cells.text(row, "lifecycle_stage")),
          Column.whole("CREATED", row -> Cells.time(row, "created_at")));

  @Option(names = "--strategy", paramLabel = "NAME", description = "Those of a strategy.")
  private @Nullable String strategy;

  @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Those of a market.")
  private @Nullable String symbol;

  @Option(names = "--exchange", paramLabel = "NAME", description = "Those of an exchange.")
  private @Nullable String exchange;

  @Option(names = "--timeframe", paramLabel = "LENGTH", description = "Those of a timeframe.")
  private @Nullable String timeframe;

  @Option(names = "--lifecycle", paramLabel = "STAGE", description = "Those in a stage.")
  private @Nullable String lifecycle;

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      description = "EDGE, NO_EDGE, OVERFIT or INSUFFICIENT_DATA.")
  private @Nullable String verdict;

  @Option(
      names = "--active",
      negatable = true,
      description = "Those that trading systems use; --no-active the others.")
  private @Nullable Boolean active;

  @Option(
      names = "--sort",
      paramLabel = "FIELD",
      description = "net_profit, sharpe_ratio or created_at.")
  private @Nullable String sort;

  @Option(names = "--csv", description = "Print all of them as CSV.")
  private boolean csv;

  @Mixin private final PageOptions page = new PageOptions();

  /** Creates the command. */
  public ConfigurationsCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) throws IOException {
    ServicePath path =
        ServicePath.of("/configurations")
            .with("strategy", strategy)
            .with("symbol", symbol)
            .with("exchange", exchange)
            .with("timeframe", timeframe)
            .with("lifecycle", lifecycle)
            .with("verdict", verdict)
            .with("active", active)
            .with("sort", sort);
    if (csv) {
      if (session.format() != Format.TABLE) {
        throw new ServiceException(ServiceException.USAGE, "Use --csv without --json and --quiet.");
      }
      CsvTable.print(session, path);
    } else {
      session.list(path, page.most(), "config_id", "There are no such configurations.", COLUMNS);
    }
    return DONE;
  }
}
