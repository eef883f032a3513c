package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.PlainText;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that say what there is to train on and with. */
public final class DataCommands {
  private DataCommands() {}

  /** {@code market-data}. */
  @Command(
      name = "market-data",
      description = "List the stored series of candles.",
      footer = {"%nExample:", "  trainyard market-data --all"})
  public static final class MarketData extends ServiceCommand {
    @Mixin private final PageOptions page = new PageOptions();

    /** Creates the command. */
    public MarketData(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.list(
          ServicePath.of("/market-data"),
          page.most(),
          "symbol",
          "There are no candles yet: \"trainyard import\" uploads some, \"trainyard fetch\" asks an exchange.",
          List.of(
              Column.words("EXCHANGE", row -> Cells.text(row, "exchange")),
              Column.whole("SYMBOL", row -> Cells.text(row, "symbol")),
              Column.whole("LENGTH", row -> Cells.text(row, "timeframe")),
              Column.number("CANDLES", row -> Cells.text(row, "rows")),
              Column.whole("FROM", row -> Cells.time(row, "from")),
              Column.whole("TO", row -> Cells.time(row, "to")),
              Column.number("GAPS", row -> Cells.text(row, "gaps"))));
      return DONE;
    }
  }

  /** {@code strategies}. */
  @Command(
      name = "strategies",
      description = "List strategies, or show one with its parameters.",
      footer = {"%nExamples:", "  trainyard strategies", "  trainyard strategies LIQUIDITY_SWEEP"})
  public static final class Strategies extends ServiceCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of a strategy.")
    private @Nullable String name;

    @Mixin private final PageOptions page = new PageOptions();

    /** Creates the command. */
    public Strategies(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      if (name == null) {
        session.list(
            ServicePath.of("/strategies"),
            page.most(),
            "name",
            "There are no strategies.",
            List.of(
                Column.whole("STRATEGY", row -> Cells.text(row, "name")),
                Column.number("PARAMETERS", row -> "" + row.path("parameters").size()),
                Column.words("DESCRIPTION", row -> Cells.text(row, "description"))));
      } else {
        session.show(
            session.service().get(ServicePath.of("/strategies/{}", name)),
            "name",
            strategy -> print(session, strategy));
      }
      return DONE;
    }

    private static void print(Session session, JsonNode strategy) {
      session.shell().out().println(PlainText.of(Cells.text(strategy, "description")));
      session.shell().out().println();
      List<JsonNode> parameters = new ArrayList<>();
      strategy.path("parameters").forEach(parameters::add);
      session.table(
          parameters,
          List.of(
              Column.whole("PARAMETER", row -> Cells.text(row, "name")),
              Column.whole("TYPE", row -> Cells.text(row, "type")),
              Column.words("VALUES", DataCommands::values),
              Column.number("DEFAULT", row -> Cells.number(row, "default")),
              Column.words("DESCRIPTION", row -> Cells.text(row, "description"))));
    }
  }

  private static String values(JsonNode parameter) {
    if (Cells.text(parameter, "low").isEmpty()) {
      List<String> choices = new ArrayList<>();
      parameter.path("choices").forEach(choice -> choices.add(Cells.number(choice)));
      return String.join(", ", choices);
    }
    return Cells.number(parameter, "low") + " .. " + Cells.number(parameter, "high");
  }
}
