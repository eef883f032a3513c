package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of the service as CSV: by the service, or made of its JSON where it writes none. */
final class CsvTable {
  private static final String CSV = "text/csv";
  private static final int NOT_ACCEPTABLE = 406;

  private CsvTable() {}

  /** Prints all items. */
  static void print(Session session, ServicePath path) throws IOException {
    session.shell().out().print(ofService(session, path));
    session.shell().out().flush();
  }

  private static String ofService(Session session, ServicePath path) throws IOException {
    try {
      Answer answer = session.service().get(path, CSV);
      if (answer.contentType().startsWith(CSV)) {
        return answer.text();
      }
    } catch (ServiceException e) {
      if (e.status() != NOT_ACCEPTABLE) {
        throw e;
      }
    }
    return of(session.all(path));
  }

  /** A column for each field of each item; those of an object have its name before a dot. */
  static String of(List<JsonNode> items) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    for (JsonNode item : items) {
      Map<String, String> row = new LinkedHashMap<>();
      flatten("", item, row);
      columns.addAll(row.keySet());
      rows.add(row);
    }
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(columns);
      for (Map<String, String> row : rows) {
        csv.writeRecord(columns.stream().map(column -> row.getOrDefault(column, "")).toList());
      }
    }
    return text.toString();
  }

  private static void flatten(String prefix, JsonNode value, Map<String, String> row) {
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String name = prefix + field.getKey();
      if (field.getValue().isObject()) {
        flatten(name + ".", field.getValue(), row);
      } else {
        row.put(
            name,
            Cells.text(
                JsonNodeFactory.instance.objectNode().set("value", field.getValue()), "value"));
      }
    }
  }
}
