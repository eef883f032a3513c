package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.PlainText;
import java.util.List;

/** What a job has found, in a few lines. */
final class JobResult {
  private record Figure(String name, String field) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("net profit %", "net_profit_pct"),
          new Figure("Sharpe ratio", "sharpe_ratio"),
          new Figure("max drawdown %", "max_drawdown_pct"),
          new Figure("win rate", "gross_win_rate"),
          new Figure("profit factor", "profit_factor"),
          new Figure("trades", "total_trades"));

  private JobResult() {}

  /** Prints the results of a completed job. */
  static void print(Session session, JsonNode results) {
    String verdict = Cells.text(results, "validation.verdict");
    new Details()
        .add("configuration", Cells.text(results, "config_id"))
        .add("verdict", verdict, Cells.tone(verdict))
        .add("parameters", Cells.pairs(results.path("best_parameters")))
        .print(session);
    for (JsonNode reason : results.path("validation").path("reasons")) {
      session.shell().out().println("  - " + PlainText.of(reason.asText()));
    }
    session.shell().out().println();
    session.table(
        FIGURES,
        List.of(
            Column.whole("FIGURE", Figure::name),
            Column.number(
                "IN SAMPLE", figure -> Cells.number(results.path("in_sample"), figure.field())),
            Column.number(
                "OUT OF SAMPLE",
                figure -> Cells.number(results.path("out_of_sample"), figure.field()))));
  }
}
