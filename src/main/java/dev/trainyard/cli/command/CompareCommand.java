package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code compare}: configurations side by side. */
@Command(
    name = "compare",
    description = "Show configurations side by side.",
    footer = {
      "%nExample:",
      "  trainyard compare $(trainyard configurations --sort sharpe_ratio --limit 3 -q)"
    })
public final class CompareCommand extends ServiceCommand {
  private static final List<String> FIELDS =
      List.of(
          "strategy",
          "symbol",
          "exchange",
          "timeframe",
          "optimizer",
          "objective",
          "verdict",
          "lifecycle_stage",
          "is_active",
          "net_profit",
          "sharpe_ratio",
          "sortino_ratio",
          "calmar_ratio",
          "profit_factor",
          "max_drawdown",
          "win_rate",
          "sample_size",
          "p_value",
          "in_sample.sharpe_ratio",
          "in_sample.net_profit_pct",
          "validation.dsr",
          "validation.pbo",
          "created_at");

  @Parameters(
      arity = "2..*",
      paramLabel = "CONFIGURATION",
      description = "Ids of two or more configurations.")
  private List<String> ids = new ArrayList<>();

  /** Creates the command. */
  public CompareCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    List<JsonNode> configurations = new ArrayList<>();
    for (String id : ids) {
      Answer answer = session.service().get(ServicePath.of("/configurations/{}", id));
      configurations.add(answer.json());
      if (session.format() == Format.JSON) {
        session.json(answer);
      }
    }
    if (session.format() == Format.IDS) {
      configurations.forEach(each -> session.say(Cells.text(each, "config_id")));
    } else if (session.format() == Format.TABLE) {
      print(session, configurations);
    }
    return DONE;
  }

  private static void print(Session session, List<JsonNode> configurations) {
    Set<String> fields = new LinkedHashSet<>(FIELDS);
    for (JsonNode configuration : configurations) {
      configuration
          .path("parameters")
          .fieldNames()
          .forEachRemaining(name -> fields.add("parameters." + name));
    }
    List<Column<String>> columns = new ArrayList<>();
    columns.add(Column.whole("FIELD", field -> field));
    for (JsonNode configuration : configurations) {
      columns.add(
          Column.<String>words(
                  Cells.text(configuration, "config_id"),
                  field -> Cells.number(configuration, field))
              .in(field -> Cells.tone(Cells.text(configuration, field))));
    }
    session.table(
        fields.stream()
            .filter(
                field ->
                    configurations.stream().anyMatch(each -> !Cells.text(each, field).isEmpty()))
            .toList(),
        columns);
  }
}
