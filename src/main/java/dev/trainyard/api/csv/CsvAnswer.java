package dev.trainyard.api.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Writes a list as CSV (RFC 4180) with a header, page by page, so that no list is too long. The
 * columns are the fields of the list's schema in the OpenAPI document, in its order. A field that
 * holds an object is JSON, or has a column for each of its fields, {@code parameters.stop_loss},
 * where those are the same in all rows. Null is an empty field.
 *
 * <p>When a page cannot be read, the connection is closed within the answer, which a client sees.
 */
@Component
class CsvAnswer {
  private static final String PAGE_SIZE = "500";

  private final ObjectMapper json;
  private final ApiDocument document;
  private final Problems faults;
  private final ProblemWriter problems;

  CsvAnswer(ObjectMapper json, ApiDocument document, Problems faults, ProblemWriter problems) {
    this.json = json;
    this.document = document;
    this.faults = faults;
    this.problems = problems;
  }

  /** Pages of a list, by query strings. */
  interface Pages {
    Page<?> page(@Nullable String query);
  }

  /**
   * Answers with all rows of a list, or with as many as the query limits it to.
   *
   * @param name of the file, if a client saves it
   * @param schema name of the schema of a row in the OpenAPI document
   * @param alike whether objects have the same fields in all rows
   * @param query raw query string; null for none
   */
  void write(
      String name,
      String schema,
      boolean alike,
      Pages pages,
      @Nullable String query,
      HttpServletResponse response)
      throws IOException {
    UriComponentsBuilder parameters = UriComponentsBuilder.newInstance().query(query);
    boolean isLimited = parameters.build().getQueryParams().containsKey("limit");
    if (!isLimited) {
      parameters.replaceQueryParam("limit", PAGE_SIZE);
    }
    Page<?> page;
    try {
      page = pages.page(parameters.build().getQuery());
    } catch (RuntimeException e) {
      problems.write(faults.of(e), response);
      return;
    }
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.csv\"".formatted(name));
    CsvWriter csv = CsvWriter.builder().build(response.getWriter());
    JsonNode rows = rows(page);
    List<Column> columns = columns(schema, alike ? rows.path(0) : MissingNode.getInstance());
    csv.writeRecord(columns.stream().map(Column::name).toList());
    while (true) {
      for (JsonNode row : rows) {
        csv.writeRecord(columns.stream().map(column -> column.text(row)).toList());
      }
      if (isLimited || page.nextCursor() == null) {
        break;
      }
      parameters.replaceQueryParam("cursor", UriUtils.encode(page.nextCursor(), UTF_8));
      page = pages.page(parameters.build().getQuery());
      rows = rows(page);
    }
    csv.flush();
  }

  /** As JSON shows them, so that both forms agree. */
  private JsonNode rows(Page<?> page) throws IOException {
    return json.readTree(json.writeValueAsBytes(page.items()));
  }

  private List<Column> columns(String schema, JsonNode first) {
    List<Column> columns = new ArrayList<>();
    for (String field : document.fieldsOf(schema)) {
      if (first.path(field).isObject()) {
        first
            .path(field)
            .fieldNames()
            .forEachRemaining(inner -> columns.add(new Column(field, inner)));
      } else {
        columns.add(new Column(field, null));
      }
    }
    return columns;
  }

  private record Column(String field, @Nullable String inner) {
    String name() {
      return inner == null ? field : field + "." + inner;
    }

    String text(JsonNode row) {
      JsonNode value = inner == null ? row.path(field) : row.path(field).path(inner);
      if (value.isNull() || value.isMissingNode()) {
        return "";
      }
      return value.isContainerNode() ? value.toString() : value.asText();
    }
  }
}
