package dev.trainyard.cli.terminal;

import dev.trainyard.cli.terminal.Palette.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays rows out in the width of a terminal. Where they do not fit, words are shortened first, then
 * the columns at the right are left out, and at last the first column is shortened.
 *
 * @param <R> what a row is made of
 */
public final class Table<R> {
  private static final String GAP = "  ";

  private final List<Column<R>> columns;

  /** Creates a table whose first columns are the most important. */
  public Table(List<Column<R>> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Returns the heading and a line for each row.
   *
   * @param width columns of the terminal; no line is longer
   */
  public List<String> lines(List<R> rows, int width, Palette palette) {
    List<List<String>> cells =
        rows.stream()
            .map(row -> columns.stream().map(c -> PlainText.of(c.text().apply(row))).toList())
            .toList();
    int[] widths = widths(cells, width);
    List<String> lines = new ArrayList<>();
    lines.add(
        line(columns.stream().map(Column::title).toList(), widths, index -> Tone.STRONG, palette));
    for (int i = 0; i < rows.size(); i++) {
      R row = rows.get(i);
      lines.add(line(cells.get(i), widths, at -> columns.get(at).tone().apply(row), palette));
    }
    return lines;
  }

  /** Widths of the columns that are shown, the first ones. */
  private int[] widths(List<List<String>> cells, int width) {
    int[] natural =
        IntStream.range(0, columns.size())
            .map(
                at ->
                    Math.max(
                        PlainText.width(columns.get(at).title()),
                        cells.stream()
                            .mapToInt(row -> PlainText.width(row.get(at)))
                            .max()
                            .orElse(0)))
            .toArray();
    int[] least =
        IntStream.range(0, columns.size())
            .map(at -> Math.min(natural[at], columns.get(at).least()))
            .toArray();
    int shown = columns.size();
    while (shown > 1 && total(least, shown) > width) {
      shown--;
    }
    int[] widths = Arrays.copyOf(natural, shown);
    while (total(widths, shown) > width) {
      int widest = widest(widths, least);
      if (widest < 0) {
        widths[0] = width;
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int total(int[] widths, int shown) {
    return Arrays.stream(widths, 0, shown).sum() + GAP.length() * (shown - 1);
  }

  /** The widest column that can be shortened; -1 when none can. */
  private static int widest(int[] widths, int[] least) {
    int widest = -1;
    for (int at = 0; at < widths.length; at++) {
      if (widths[at] > least[at] && (widest < 0 || widths[at] > widths[widest])) {
        widest = at;
      }
    }
    return widest;
  }

  private interface Tones {
    Tone of(int column);
  }

  private String line(List<String> cells, int[] widths, Tones tones, Palette palette) {
    StringBuilder line = new StringBuilder();
    for (int at = 0; at < widths.length; at++) {
      String cell = PlainText.shorten(cells.get(at), widths[at]);
      String padding = " ".repeat(widths[at] - PlainText.width(cell));
      String painted = palette.paint(cell, tones.of(at));
      boolean last = at == widths.length - 1;
      if (columns.get(at).right()) {
        line.append(padding).append(painted);
      } else {
        line.append(painted).append(last ? "" : padding);
      }
      line.append(last ? "" : GAP);
    }
    return line.toString().stripTrailing();
  }
}
