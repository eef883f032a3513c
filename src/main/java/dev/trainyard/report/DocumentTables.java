package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shows an object of a document whose fields the report does not know: scalars as pairs, an object
 * of similar objects as a table. It omits null.
 */
final class DocumentTables {
  private final Html html;

  DocumentTables(Html html) {
    this.html = html;
  }

  void write(JsonNode object) {
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    Map<String, String> pairs = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                rows.put(field.getKey(), field.getValue());
              } else if (!Flat.of(field.getValue()).isEmpty()) {
                pairs.put(field.getKey(), Flat.of(field.getValue()));
              }
            });
    pairs(pairs);
    rows(rows);
  }

  private void pairs(Map<String, String> pairs) {
    if (pairs.isEmpty()) {
      return;
    }
    html.open("dl");
    pairs.forEach(
        (name, value) ->
            html.open("div").element("dt", Names.words(name)).element("dd", value).close());
    html.close();
  }

  private void rows(Map<String, JsonNode> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.values()
        .forEach(
            row ->
                row.properties()
                    .forEach(
                        field -> {
                          if (!Flat.of(field.getValue()).isEmpty()) {
                            columns.add(field.getKey());
                          }
                        }));
    if (columns.isEmpty()) {
      return;
    }
    List<String> order = new ArrayList<>(columns);
    html.open("div", "class", "wide").open("table").open("thead").open("tr").element("th", "");
    order.forEach(column -> html.element("th", Names.words(column), "class", "number"));
    html.close().close().open("tbody");
    rows.forEach(
        (name, row) -> {
          html.open("tr").element("th", Names.words(name), "scope", "row");
          order.forEach(column -> html.element("td", Flat.of(row.path(column)), "class", "number"));
          html.close();
        });
    html.close().close().close();
  }
}
