package dev.trainyard.market.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The place of the candles in a file.
 *
 * @param firstLine line of the first candle, or of the header
 * @param header whether {@code firstLine} is a header
 * @param columns minimum number of columns of a line
 */
record CsvLayout(
    long firstLine,
    boolean header,
    int columns,
    int time,
    int open,
    int high,
    int low,
    int close,
    int volume) {

  /** Minimum number of columns of a candle. */
  static final int REQUIRED_COLUMNS = 6;

  /** The most precise name first: dumps often have the same time twice, as a number and as text. */
  private static final List<String> TIME_NAMES =
      List.of("open time", "unix", "timestamp", "datetime", "date", "time");

  private static final List<String> PRICE_NAMES = List.of("open", "high", "low", "close");

  /** Minimum number of known names in a header; a line of data contains none. */
  private static final int RECOGNISED = 3;

  /** Returns whether a line is a header, complete or not. */
  static boolean isHeader(List<String> fields) {
    long known =
        fields.stream()
            .map(CsvLayout::normalise)
            .filter(name -> TIME_NAMES.contains(name) || PRICE_NAMES.contains(name))
            .distinct()
            .count();
    return known >= RECOGNISED;
  }

  /** Returns whether a line is a candle in the column order of all common exchange dumps. */
  static boolean isCandle(List<String> fields) {
    return fields.size() >= REQUIRED_COLUMNS && CandleTimeParser.isTime(fields.get(0).strip());
  }

  /**
   * Returns the layout of a file without a header: time, open, high, low, close, volume, anything.
   */
  static CsvLayout withoutHeader(long firstLine) {
    return new CsvLayout(firstLine, false, REQUIRED_COLUMNS, 0, 1, 2, 3, 4, 5);
  }

  /**
   * Returns the layout that a header describes.
   *
   * @param base base currency, upper case, which selects among several volumes
   * @param quote quote currency, upper case
   * @throws UnreadableCsvException when a column is missing or occurs twice
   */
  static CsvLayout ofHeader(long line, List<String> fields, String base, String quote) {
    List<String> names = fields.stream().map(CsvLayout::normalise).toList();
    List<String> problems = new ArrayList<>();
    int open = only("open", names, problems);
    int high = only("high", names, problems);
    int low = only("low", names, problems);
    int close = only("close", names, problems);
    int time = time(names, problems);
    int volume = volume(names, base, quote, problems);
    if (!problems.isEmpty()) {
      throw new UnreadableCsvException(
          "the header in line %d: %s".formatted(line, String.join("; ", problems)));
    }
    int last = IntStream.of(time, open, high, low, close, volume).max().orElseThrow();
    return new CsvLayout(line, true, last + 1, time, open, high, low, close, volume);
  }

  private static int only(String name, List<String> names, List<String> problems) {
    if (!names.contains(name)) {
      problems.add("has no column %s".formatted(name));
    } else if (names.indexOf(name) != names.lastIndexOf(name)) {
      problems.add("has more than one column %s".formatted(name));
    }
    return names.indexOf(name);
  }

  private static int time(List<String> names, List<String> problems) {
    List<String> present = TIME_NAMES.stream().filter(names::contains).toList();
    if (present.isEmpty()) {
      problems.add("has no time column (one of %s)".formatted(String.join(", ", TIME_NAMES)));
      return -1;
    }
    if (present.equals(List.of("date", "time"))) {
      problems.add("has date and time in two columns; expected both in one");
    }
    return only(present.get(0), names, problems);
  }

  /**
   * Returns the column {@code volume}, or the volume in the base currency, or the only remaining
   * one.
   */
  private static int volume(List<String> names, String base, String quote, List<String> problems) {
    for (String name :
        List.of("volume", "volume " + base.toLowerCase(Locale.ROOT), "base volume")) {
      if (names.contains(name)) {
        return only(name, names, problems);
      }
    }
    List<Integer> candidates =
        IntStream.range(0, names.size())
            .filter(i -> names.get(i).startsWith("volume "))
            .filter(i -> !names.get(i).equals("volume " + quote.toLowerCase(Locale.ROOT)))
            .boxed()
            .toList();
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    problems.add(
        candidates.isEmpty()
            ? "has no column volume"
            : "has several volumes; expected one named volume or volume %s".formatted(base));
    return -1;
  }

  private static String normalise(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }
}
