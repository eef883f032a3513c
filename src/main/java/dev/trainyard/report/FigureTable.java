package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A table of the figures of all parts of the candles. */
final class FigureTable implements Section {
  private final List<Column> columns = new ArrayList<>();

  FigureTable(JsonNode configuration) {
    add("in_sample", "In sample", configuration);
    add("out_of_sample", "Hold-out", configuration);
    add("walk_forward", "Walk-forward", configuration);
    add("full_sample", "All candles", configuration);
  }

  /**
   * A part of the candles.
   *
   * @param title heading of the column
   * @param style class of the cells
   * @param block figures of the part
   */
  private record Column(String title, String style, JsonNode block) {}

  private void add(String field, String title, JsonNode configuration) {
    JsonNode block = configuration.path(field);
    if (!block.isEmpty()) {
      columns.add(
          new Column(title, field.equals("out_of_sample") ? "number key" : "number", block));
    }
  }

  @Override
  public void write(Html html) {
    if (columns.isEmpty()) {
      return;
    }
    html.open("section", "id", "figures").element("h2", "Figures");
    html.element(
        "p",
        columns.size() > 1
            ? "Only the hold-out counts: the search never saw it. The parameters were chosen in"
                + " sample; walk-forward is what searching again and again would have"
                + " brought."
            : "Nothing was held out: these figures are of the candles that the parameters were"
                + " chosen on.",
        "class",
        "note");
    html.open("div", "class", "wide").open("table");
    head(html);
    html.open("tbody");
    for (FigureRow row : FigureRow.ALL) {
      row(html, row);
    }
    html.close().close().close().close();
  }

  private void head(Html html) {
    html.open("thead").open("tr").element("th", "");
    for (Column column : columns) {
      html.open("th", "class", column.style).text(column.title);
      if (column.block.path("from").isTextual()) {
        html.element("small", Format.day(Instant.parse(column.block.path("from").asText())) + " –");
        html.element("small", Format.day(Instant.parse(column.block.path("to").asText())));
      }
      html.close();
    }
    html.element("th", "What it means").close().close();
  }

  private void row(Html html, FigureRow row) {
    Column explained = null;
    for (Column column : columns) {
      boolean heavier = explained == null || column.style.contains("key");
      if (row.in(column.block).isNumber() && heavier) {
        explained = column;
      }
    }
    if (explained == null) {
      return;
    }
    html.open("tr").element("th", row.title(), "scope", "row");
    for (Column column : columns) {
      JsonNode value = row.in(column.block);
      String text = value.isNumber() ? row.format().apply(value.asDouble()) : "";
      html.element("td", text, "class", column.style);
    }
    double value = row.in(explained.block).asDouble();
    html.element("td", row.meaning().of(value, explained.block), "class", "meaning").close();
  }
}
