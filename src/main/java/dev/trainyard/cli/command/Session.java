package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServiceClient;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.command.ServiceOptions.Format;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Palette;
import dev.trainyard.cli.terminal.PlainText;
import dev.trainyard.cli.terminal.Shell;
import dev.trainyard.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One use of a command: the service that it asks and the way in which it shows answers.
 *
 * @param service the service
 * @param shell where it shows them
 * @param format what for
 * @param palette the colours
 */
record Session(ServiceClient service, Shell shell, Format format, Palette palette) {
  private static final int LARGEST_PAGE = 500;

  /** Shows one answer: its JSON, its id, or what {@code people} prints. */
  void show(Answer answer, String id, Consumer<JsonNode> people) {
    switch (format) {
      case JSON -> json(answer);
      case IDS -> shell.out().println(Cells.text(answer.json(), id));
      case TABLE -> people.accept(answer.json());
    }
  }

  /** Prints an answer as the service has sent it. */
  void json(Answer answer) {
    if (!answer.text().isEmpty()) {
      shell.out().println(answer.text().stripTrailing());
    }
  }

  /** Prints a line for people, on standard output. */
  void say(String text) {
    shell.out().println(PlainText.of(text));
  }

  /** Prints a line that is no answer, on standard error, unless only ids are wanted. */
  void note(String text) {
    if (format != Format.IDS) {
      shell.err().println(PlainText.of(text));
    }
  }

  /** Prints rows. */
  <R> void table(List<R> rows, List<Column<R>> columns) {
    new Table<>(columns).lines(rows, shell.width(), palette).forEach(shell.out()::println);
  }

  /**
   * Shows a list of the service, page by page.
   *
   * @param most how many items at most
   * @param id the field that names an item
   * @param nothing what is said when there are none
   * @return the last page; null when there was none
   */
  @Nullable JsonNode list(
      ServicePath path, int most, String id, String nothing, List<Column<JsonNode>> columns) {
    List<JsonNode> rows = new ArrayList<>();
    JsonNode page = null;
    @Nullable String cursor = null;
    int left = most;
    do {
      Answer answer =
          service.get(path.with("limit", Math.min(left, LARGEST_PAGE)).with("cursor", cursor));
      page = answer.json();
      left -= page.path("items").size();
      if (format == Format.JSON) {
        json(answer);
      } else {
        page.path("items").forEach(rows::add);
      }
      cursor = page.path("next_cursor").isNull() ? null : Cells.text(page, "next_cursor");
    } while (cursor != null && !cursor.isEmpty() && left > 0);
    if (format == Format.IDS) {
      rows.forEach(row -> shell.out().println(Cells.text(row, id)));
    } else if (format == Format.TABLE) {
      if (rows.isEmpty()) {
        note(nothing);
      } else {
        table(rows, columns);
      }
    }
    if (cursor != null && !cursor.isEmpty()) {
      note("There are more: --limit NUMBER or --all shows them.");
    }
    return page;
  }

  /** All items of a list of the service. */
  List<JsonNode> all(ServicePath path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = null;
    do {
      JsonNode page = service.get(path.with("limit", LARGEST_PAGE).with("cursor", cursor)).json();
      page.path("items").forEach(items::add);
      cursor = page.path("next_cursor").isNull() ? null : Cells.text(page, "next_cursor");
    } while (cursor != null && !cursor.isEmpty());
    return items;
  }
}
