package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.terminal.Column;
import java.util.List;

/** The columns of lists of jobs. */
final class JobColumns {
  private JobColumns() {}

  static List<Column<JsonNode>> list() {
    return List.of(
        Column.whole("JOB", row -> Cells.text(row, "job_id")),
        Column.<JsonNode>whole("STATUS", row -> Cells.text(row, "status"))
            .in(row -> Cells.tone(Cells.text(row, "status"))),
        Column.number("%", row -> percent(row)),
        Column.words("STRATEGY", row -> Cells.text(row, "request.strategy")),
        Column.words("MARKET", row -> Cells.market(row.path("request"), "symbol", "timeframe")),
        Column.whole("CREATED", row -> Cells.time(row, "created_at")),
        Column.number(
            "TRY", row -> Cells.text(row, "attempt") + "/" + Cells.text(row, "max_attempts")),
        Column.words("ERROR", row -> Cells.text(row, "error.message")));
  }

  static String percent(JsonNode row) {
    return Integer.toString((int) Math.floor(row.path("percentage").asDouble()));
  }
}
