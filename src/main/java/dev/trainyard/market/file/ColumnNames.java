package dev.trainyard.market.file;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The names in the header of a file, as exchanges and tools write them. Case, signs and the
 * spelling of several words as one are passed over: {@code openTime}, {@code Open Time} and {@code
 * <OPEN_TIME>} are one name.
 */
final class ColumnNames {
  /**
   * The most precise name first: dumps often have the same time twice, as a number and as text, and
   * some have the time of the last trade beside that of the candle.
   */
  private static final List<String> TIMES =
      List.of(
          "candle date time utc",
          "open time",
          "start time",
          "start timestamp",
          "time start",
          "start at",
          "start",
          "unix",
          "unix timestamp",
          "timestamp",
          "ts",
          "mts",
          "ticks",
          "datetime",
          "date time",
          "gmt time",
          "utc time",
          "time utc",
          "date utc",
          "date",
          "time",
          "t");

  /** The index of a table has no name, pandas then makes one, and HTX calls it an id. */
  private static final List<String> INDICES = List.of("", "id", "index", "index level 0");

  /** They are the end of a candle, which counts only when there is no other time. */
  private static final List<String> ENDS = List.of("close time", "end time", "end at");

  private static final List<String> OPENS =
      List.of("open", "open price", "opening price", "price open", "o");
  private static final List<String> HIGHS = List.of("high", "high price", "price high", "max", "h");
  private static final List<String> LOWS = List.of("low", "low price", "price low", "min", "l");
  private static final List<String> CLOSES =
      List.of("close", "close price", "closing price", "price close", "trade price", "c");

  private static final List<String> VOLUMES =
      List.of(
          "base volume",
          "volume base",
          "base asset volume",
          "candle acc trade volume",
          "volume",
          "quantity",
          "amount",
          "vol",
          "v");

  private static final Set<String> TURNOVERS =
      Set.of(
          "quote volume",
          "volume quote",
          "quote asset volume",
          "quote vol",
          "vol ccy quote",
          "turnover",
          "candle acc trade price",
          "value");

  private static final Set<String> CONTRACTS = Set.of("contracts", "volume contracts");
  private static final Set<String> TICKS =
      Set.of("tickvol", "tick vol", "tick volume", "tickvolume");

  private static final Set<String> MARKS =
      Set.of("confirm", "confirmed", "closed", "is closed", "window close");

  private static final Set<String> DOLLARS =
      Set.of("usd", "usdt", "usdc", "busd", "fdusd", "tusd", "dai", "pyusd");

  /** Codes of ISO 4217. */
  private static final Set<String> STATES_MONEY =
      Currency.getAvailableCurrencies().stream()
          .map(currency -> currency.getCurrencyCode().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  /** Minimum number of known names in a header; a line of data contains none. */
  private static final int RECOGNISED = 3;

  private final List<String> raw;
  private final List<String> names;
  private final String base;
  private final String quote;

  /**
   * @param raw the fields of the header
   * @param base base currency of the series
   * @param quote quote currency of the series
   */
  ColumnNames(List<String> raw, String base, String quote) {
    this.raw = List.copyOf(raw);
    this.names = raw.stream().map(ColumnNames::normalise).toList();
    this.base = base.toLowerCase(Locale.ROOT);
    this.quote = quote.toLowerCase(Locale.ROOT);
  }

  /** Returns whether a line is a header, complete or not. */
  static boolean isHeader(List<String> fields) {
    return fields.stream()
            .map(ColumnNames::normalise)
            .filter(ColumnNames::isKnown)
            .distinct()
            .count()
        >= RECOGNISED;
  }

  private static boolean isKnown(String name) {
    return TIMES.contains(name)
        || OPENS.contains(name)
        || HIGHS.contains(name)
        || LOWS.contains(name)
        || CLOSES.contains(name);
  }

  int open(List<String> problems) {
    return price("open", OPENS, problems);
  }

  int high(List<String> problems) {
    return price("high", HIGHS, problems);
  }

  int low(List<String> problems) {
    return price("low", LOWS, problems);
  }

  int close(List<String> problems) {
    return price("close", CLOSES, problems);
  }

  private int price(String name, List<String> synonyms, List<String> problems) {
    for (String synonym : synonyms) {
      List<Integer> places = places(synonym);
      if (places.size() == 1) {
        return places.get(0);
      } else if (places.size() > 1) {
        problems.add("has more than one column %s".formatted(name));
        return places.get(0);
      }
    }
    problems.add("has no column %s".formatted(name));
    return -1;
  }

  /** Columns of a name; of T and t only the latter, which some exchanges tell apart. */
  private List<Integer> places(String name) {
    List<Integer> all =
        IntStream.range(0, names.size()).filter(i -> names.get(i).equals(name)).boxed().toList();
    if (all.size() > 1 && name.length() == 1) {
      return all.stream().filter(i -> raw.get(i).strip().equals(name)).toList();
    }
    return all;
  }

  /** The column of the opens of candles; −1 when there is none, and a problem is told. */
  int time(Sample sample, List<String> problems) {
    for (String name : TIMES) {
      List<Integer> places = places(name);
      if (places.size() > 1) {
        problems.add("has more than one column %s".formatted(name));
      }
      if (!places.isEmpty()) {
        return places.get(0);
      }
    }
    for (String name : INDICES) {
      int place = names.indexOf(name);
      if (place >= 0 && (place == 0 || !name.isEmpty()) && sample.all(place, TimeParser::isTime)) {
        return place;
      }
    }
    int end = end();
    if (end < 0) {
      problems.add("has no time column (one of %s)".formatted(String.join(", ", TIMES)));
    }
    return end;
  }

  /** The column of the ends of candles; −1 when there is none. */
  int end() {
    return IntStream.range(0, names.size())
        .filter(i -> ENDS.contains(names.get(i)))
        .findFirst()
        .orElse(-1);
  }

  /** The column of days beside one of times of the day; −1 when there is none. */
  int date(int time, Sample sample) {
    int date = names.indexOf("date");
    int clock = names.indexOf("time");
    return (time == date || time == clock)
            && date >= 0
            && clock >= 0
            && sample.all(date, TimeParser::isDay)
            && sample.all(clock, text -> text.isEmpty() || TimeParser.isTimeOfDay(text))
        ? date
        : -1;
  }

  int timeOfDay() {
    return names.indexOf("time");
  }

  /** The column that marks candles that still run; −1 when there is none. */
  int confirmed() {
    return IntStream.range(0, names.size())
        .filter(i -> MARKS.contains(names.get(i)))
        .findFirst()
        .orElse(-1);
  }

  /** Columns that may be the volume in the base currency, the likeliest first. */
  List<Integer> volumes() {
    List<Integer> found = new ArrayList<>();
    if (inBase() >= 0) {
      found.add(inBase());
    }
    // Where both are there, amount counts the base currency and vol what was paid
    boolean amounts = names.contains("amount") && names.contains("vol");
    for (String name : VOLUMES) {
      if (!(amounts && name.equals("vol"))) {
        found.addAll(places(name));
      }
    }
    if (found.isEmpty()) {
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).startsWith("volume ")
            && !isTurnover(i)
            && !CONTRACTS.contains(names.get(i))) {
          found.add(i);
        }
      }
    }
    return found;
  }

  /** The column whose name says that it counts the base currency; −1 when there is none. */
  int inBase() {
    List<String> own = List.of("volume " + base, "vol " + base, base + " volume");
    return IntStream.range(0, names.size())
        .filter(i -> own.contains(names.get(i)))
        .findFirst()
        .orElse(-1);
  }

  /** Columns that count what was paid. */
  List<Integer> turnovers() {
    return IntStream.range(0, names.size()).filter(this::isTurnover).boxed().toList();
  }

  private boolean isTurnover(int column) {
    String name = names.get(column);
    if (TURNOVERS.contains(name)) {
      return true;
    }
    String unit = name.startsWith("volume ") ? name.substring("volume ".length()) : "";
    return !unit.equals(base)
        && (unit.equals(quote) || DOLLARS.contains(unit) || STATES_MONEY.contains(unit));
  }

  List<Integer> contracts() {
    return IntStream.range(0, names.size())
        .filter(i -> CONTRACTS.contains(names.get(i)))
        .boxed()
        .toList();
  }

  List<Integer> ticks() {
    return IntStream.range(0, names.size())
        .filter(i -> TICKS.contains(names.get(i)))
        .boxed()
        .toList();
  }

  /** How the file calls a column. */
  String name(int column) {
    return raw.get(column).isBlank() ? "column " + (column + 1) : raw.get(column).strip();
  }

  private static String normalise(String name) {
    return name.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }
}
