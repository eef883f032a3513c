package dev.trainyard.market.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.trainyard.market.Timeframe;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.market.file.FileOptions.Column;
import dev.trainyard.market.file.FileOptions.Stamp;
import dev.trainyard.market.file.Sample.Prices;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Finds out from its beginning how a file is to be read. */
final class FileHead {
  /** Number of bytes at the beginning of a file that decide. */
  static final int BYTES = 1 << 16;

  static final String EXPECTED =
      "expected CSV (comma, semicolon, tab or |) with a header naming timestamp, open, high, low, close, volume"
          + " in any order, or without a header in that order; or a JSON list of candles; or Parquet with such columns";

  /** How to help a file that is not understood. */
  static final String SAY_COLUMNS =
      "say what its columns hold, as in columns=time,open,high,low,close,volume,-";

  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  /**
   * Maximum number of lines before the header: a download address, a title, a {@code sep=;} line.
   */
  private static final int MAX_PREAMBLE_LINES = 20;

  /** Minimum number of columns of a candle. */
  private static final int REQUIRED_COLUMNS = 6;

  /** Contradictions that a file may have, beside {@link #FEW} of all its lines. */
  private static final int SOME = 3;

  private static final double FEW = 0.03;

  /** Steps from candle to candle that show shorter candles, and those that show longer ones. */
  private static final int FEW_STEPS = 3;

  private static final int MANY_STEPS = 10;

  private final FileOptions options;
  private final Timeframe timeframe;
  private final String base;
  private final String quote;

  /**
   * @param base base currency of the series
   * @param quote quote currency of the series
   */
  FileHead(FileOptions options, Timeframe timeframe, String base, String quote) {
    this.options = options;
    this.timeframe = timeframe;
    this.base = base;
    this.quote = quote;
  }

  /** How many of the lines of a file may contradict themselves before it is not believed. */
  static long tolerated(long lines) {
    return Math.max(SOME, (long) (FEW * lines));
  }

  /**
   * Returns the encoding of a file: that of its byte order mark, or UTF-8.
   *
   * @param head the beginning of the file
   */
  static Charset charset(byte[] head) {
    if (head.length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
      return StandardCharsets.UTF_16LE;
    }
    return head.length >= 2 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }

  /**
   * Returns whether a file is Parquet.
   *
   * @param head the beginning of the file
   */
  static boolean isParquet(byte[] head) {
    return Arrays.equals(
        ParquetFooter.MAGIC,
        Arrays.copyOf(head, Math.min(head.length, ParquetFooter.MAGIC.length)));
  }

  /**
   * Returns the layout of a Parquet file.
   *
   * @param rows the file, from its beginning
   * @throws UnreadableFileException when the file does not contain candles
   */
  FileLayout layout(ParquetRows rows) throws IOException {
    List<List<String>> first = new ArrayList<>();
    while (first.size() < Sample.SIZE && rows.next()) {
      first.add(IntStream.range(0, rows.size()).mapToObj(rows::field).toList());
    }
    Sample sample = new Sample(first, '.');
    return options.columns() == null
        ? named(new ColumnNames(rows.names(), base, quote), sample, "parquet", ' ', 0)
        : asSaid(options.columns(), sample, "parquet", ' ', 0, true);
  }

  /**
   * Returns the layout of a CSV file or a JSON document.
   *
   * @param head the first {@link #BYTES} bytes of the file, or all of it
   * @throws UnreadableFileException when the file does not contain candles
   */
  FileLayout layout(byte[] head) throws IOException {
    String text = new String(head, charset(head)).replaceFirst("^\uFEFF", "");
    refuseOtherFormats(text);
    boolean isCut = head.length == BYTES;
    if (text.stripLeading().startsWith("[") || text.stripLeading().startsWith("{")) {
      return json(text);
    }
    for (char separator : SEPARATORS) {
      Optional<FileLayout> layout = csv(text, separator, isCut);
      if (layout.isPresent()) {
        return layout.get();
      }
    }
    String firstLine = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    throw new UnreadableFileException(
        "no header and no candles found, the file begins with %s; %s"
            .formatted(Quoted.of(firstLine), options.columns() == null ? EXPECTED : SAY_COLUMNS));
  }

  private static void refuseOtherFormats(String text) {
    String start = text.stripLeading();
    if (start.isEmpty()) {
      throw new UnreadableFileException("the file is empty; " + EXPECTED);
    }
    if (text.indexOf('\0') >= 0) {
      throw new UnreadableFileException(
          "the file is binary, or UTF-16 without a byte order mark; " + EXPECTED);
    }
    if (start.startsWith("<")
        && start.toLowerCase(Locale.ROOT).matches("(?s)<(!doctype|html|\\?xml|!--|head|body).*")) {
      throw new UnreadableFileException("the file is HTML or XML; " + EXPECTED);
    }
  }

  private FileLayout json(String text) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<String> names;
    JsonRows json = null;
    try {
      json = JsonRows.of(new StringReader(text));
      while (rows.size() < Sample.SIZE && json.next()) {
        rows.add(IntStream.range(0, json.size()).mapToObj(json::field).toList());
      }
    } catch (UnreadableFileException | JsonProcessingException e) {
      // The text ends where the head does; a file that is cut off shows when it is read
      if (rows.isEmpty()) {
        throw e instanceof UnreadableFileException unreadable
            ? unreadable
            : new UnreadableFileException(
                "not readable as JSON, or its first candle comes too late; " + EXPECTED, e);
      }
    }
    names = json == null ? List.of() : json.names();
    Sample sample = new Sample(rows, decimal(rows, '.'));
    if (!names.isEmpty()) {
      return named(new ColumnNames(names, base, quote), sample, "json", ' ', 0);
    }
    if (options.columns() != null) {
      return asSaid(options.columns(), sample, "json", ' ', 0, false);
    }
    if (rows.isEmpty()
        || rows.get(0).size() < REQUIRED_COLUMNS
        || !TimeParser.isTime(rows.get(0).get(0))) {
      throw new UnreadableFileException(
          "the lists of the JSON are no candles: they begin with %s; expected time, open, high, low, close, volume, or %s"
              .formatted(
                  Quoted.of(rows.isEmpty() ? "" : String.join(", ", rows.get(0))), SAY_COLUMNS));
    }
    return unnamed(sample, "json", ' ', 0);
  }

  private Optional<FileLayout> csv(String text, char separator, boolean isCut) throws IOException {
    CsvRows lines = CsvRows.of(text, separator);
    try {
      for (int passed = 0; passed < MAX_PREAMBLE_LINES && lines.next(); passed++) {
        List<String> fields = IntStream.range(0, lines.size()).mapToObj(lines::field).toList();
        long line = lines.line();
        if (ColumnNames.isHeader(fields)) {
          Sample sample = sample(lines, null, separator, isCut);
          return Optional.of(
              options.columns() == null
                  ? named(new ColumnNames(fields, base, quote), sample, "csv", separator, line)
                  : asSaid(options.columns(), sample, "csv", separator, line, true));
        }
        List<Column> said = options.columns();
        if (said != null && isAsSaid(said, fields)) {
          Sample sample = sample(lines, fields, separator, isCut);
          return Optional.of(asSaid(said, sample, "csv", separator, line, false));
        }
        if (said == null && isCandle(fields)) {
          return Optional.of(
              unnamed(sample(lines, fields, separator, isCut), "csv", separator, line));
        }
        if (lines.brokenQuote() > 0) {
          throw CsvRows.brokenQuote(line);
        }
        // A line with that many columns is data: it must not be skipped as a title
        if (said == null && fields.size() >= REQUIRED_COLUMNS) {
          return Optional.empty();
        }
      }
    } catch (UnreadableFileException e) {
      if (e.getCause() == null) {
        throw e;
      }
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether a line is a candle in the column order of all common exchange dumps. */
  private static boolean isCandle(List<String> fields) {
    return fields.size() >= REQUIRED_COLUMNS && TimeParser.isTime(fields.get(0));
  }

  private static boolean isAsSaid(List<Column> said, List<String> fields) {
    int time = said.contains(Column.DATE) ? said.indexOf(Column.DATE) : said.indexOf(Column.TIME);
    return fields.size() > time && TimeParser.isTime(fields.get(time));
  }

  private Sample sample(CsvRows lines, @Nullable List<String> first, char separator, boolean isCut)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    if (first != null) {
      rows.add(first);
    }
    try {
      while (rows.size() <= Sample.SIZE && lines.next()) {
        rows.add(IntStream.range(0, lines.size()).mapToObj(lines::field).toList());
      }
    } catch (UnreadableFileException e) {
      // What cannot be read later in the file is told when it is read there
    }
    if (rows.size() > Sample.SIZE || (isCut && rows.size() > 1)) {
      rows.remove(rows.size() - 1);
    }
    return new Sample(rows, decimal(rows, separator));
  }

  /** A decimal comma is there when a number has one and none has a point. */
  private char decimal(List<List<String>> rows, char separator) {
    if (options.decimal() != null) {
      return options.decimal();
    }
    if (separator == ',') {
      return '.';
    }
    boolean comma = false;
    for (List<String> row : rows) {
      for (String field : row) {
        if (field.matches("-?\\d+\\.\\d+")) {
          return '.';
        }
        comma |= field.matches("-?\\d+,\\d+");
      }
    }
    return comma ? ',' : '.';
  }

  private FileLayout named(
      ColumnNames names, Sample sample, String format, char separator, long line) {
    List<String> problems = new ArrayList<>();
    Prices prices =
        new Prices(
            names.open(problems), names.high(problems), names.low(problems), names.close(problems));
    int time = names.time(sample, problems);
    int date = names.date(time, sample);
    if (date >= 0) {
      time = names.timeOfDay();
    }
    Place place = new Place(time, date, prices, names.confirmed(), time == names.end());
    VolumeColumn volume =
        VolumeColumn.choose(
            new VolumeColumn.Candidates(
                names.volumes(),
                names.inBase(),
                names.turnovers(),
                names.contracts(),
                names.ticks(),
                place.columns(),
                names::name),
            sample,
            prices,
            options,
            base,
            problems);
    if (!problems.isEmpty()) {
      throw new UnreadableFileException(
          "the %s: %s; or %s"
              .formatted(
                  switch (format) {
                    case "json" -> "objects of the JSON";
                    case "parquet" -> "columns of the Parquet file";
                    default -> "header in line " + line;
                  },
                  String.join("; ", problems),
                  SAY_COLUMNS));
    }
    return layout(format, separator, line, true, place, volume, sample, names::name);
  }

  /** Without a header: time, open, high, low, close, volume, anything. */
  private FileLayout unnamed(Sample sample, String format, char separator, long line) {
    // MetaTrader 4 writes the day and the time of the day in two columns
    boolean isSplit =
        sample.columns() > REQUIRED_COLUMNS
            && sample.all(0, TimeParser::isDay)
            && sample.all(1, text -> text.contains(":") && TimeParser.isTimeOfDay(text));
    int shift = isSplit ? 1 : 0;
    ColumnOrder order = ColumnOrder.OPEN_HIGH_LOW_CLOSE;
    Prices prices = order.prices(shift);
    int wrong = sample.contradictions(prices);
    if (wrong > tolerated(sample.rows().size()) || 2 * wrong > sample.moving(prices)) {
      String other =
          ColumnOrder.thatFits(
                  sample,
                  shift,
                  isNewestFirst(sample, new Place(shift, shift - 1, prices, -1, false)))
              .orElse(null);
      if (other != null) {
        throw new UnreadableFileException(
            ("%d of the first %d lines contradict themselves when their columns are time, open, high, low, close, volume;"
                    + " add columns=%s, which fits all of them")
                .formatted(wrong, sample.rows().size(), (isSplit ? "date," : "") + other));
      }
    }
    int named = order.of("volume") + shift;
    List<Integer> volumes = new ArrayList<>(List.of(named));
    // Kraken has the mean price before the volume, and eight columns
    if (sample.columns() == 8 + shift && sample.isMeanPrice(named, named + 1, prices)) {
      volumes.set(0, named + 1);
    }
    int last = sample.columns() - 1;
    boolean isMarked =
        last > named
            && (sample.all(last, text -> text.equals("true") || text.equals("false"))
                || (last == 8 && sample.all(last, text -> text.equals("0") || text.equals("1"))));
    Place place = new Place(isSplit ? 1 : 0, isSplit ? 0 : -1, prices, isMarked ? last : -1, false);
    List<String> problems = new ArrayList<>();
    VolumeColumn volume =
        VolumeColumn.choose(
            new VolumeColumn.Candidates(
                volumes, -1, List.of(), List.of(), List.of(), place.columns(), FileHead::numbered),
            sample,
            prices,
            options,
            base,
            problems);
    return layout(format, separator, line, false, place, volume, sample, FileHead::numbered);
  }

  private FileLayout asSaid(
      List<Column> columns,
      Sample sample,
      String format,
      char separator,
      long line,
      boolean header) {
    Prices prices =
        new Prices(
            columns.indexOf(Column.OPEN),
            columns.indexOf(Column.HIGH),
            columns.indexOf(Column.LOW),
            columns.indexOf(Column.CLOSE));
    VolumeKind said = options.volume() == null ? VolumeKind.BASE : options.volume();
    Double size = options.contractSize();
    VolumeColumn volume =
        said == VolumeKind.CONTRACTS && size != null
            ? new VolumeColumn(columns.indexOf(Column.VOLUME), VolumeKind.BASE, size, null)
            : new VolumeColumn(columns.indexOf(Column.VOLUME), said, 1, null);
    Place place =
        new Place(columns.indexOf(Column.TIME), columns.indexOf(Column.DATE), prices, -1, false);
    return layout(format, separator, line, header, place, volume, sample, FileHead::numbered);
  }

  private FileLayout layout(
      String format,
      char separator,
      long line,
      boolean header,
      Place place,
      VolumeColumn volume,
      Sample sample,
      IntFunction<String> name) {
    requireTimeframe(sample, place);
    Prices prices = place.prices;
    Map<String, String> names = new LinkedHashMap<>();
    if (place.date >= 0) {
      names.put("date", name.apply(place.date));
    }
    names.put("time", name.apply(place.time));
    names.put("open", name.apply(prices.open()));
    names.put("high", name.apply(prices.high()));
    names.put("low", name.apply(prices.low()));
    names.put("close", name.apply(prices.close()));
    names.put("volume", name.apply(volume.column()));
    int last =
        IntStream.of(
                place.time,
                place.date,
                prices.open(),
                prices.high(),
                prices.low(),
                prices.close(),
                volume.column())
            .max()
            .orElseThrow();
    List<String> notes = new ArrayList<>();
    if (volume.note() != null) {
      notes.add(volume.note());
    }
    return new FileLayout(
        format,
        separator,
        line,
        header,
        last + 1,
        place.date,
        place.time,
        prices.open(),
        prices.high(),
        prices.low(),
        prices.close(),
        volume.column(),
        place.confirmed,
        sample.decimal(),
        volume.kind(),
        volume.factor(),
        isNewestFirst(sample, place),
        dayFirst(sample, place),
        place.isEnd,
        names,
        notes);
  }

  private static String numbered(int column) {
    return "column " + (column + 1);
  }

  private static String time(Sample sample, int row, Place place) {
    String time = sample.text(row, place.time);
    return place.date < 0 ? time : TimeParser.join(sample.text(row, place.date), time);
  }

  private static boolean isNewestFirst(Sample sample, Place place) {
    long[] times = times(sample, place);
    return times.length > 0 && times[times.length - 1] < times[0];
  }

  /** The times of a sample that are whole minutes, in the order of the file. */
  private static long[] times(Sample sample, Place place) {
    TimeParser parser =
        new TimeParser(
            Timeframe.M1, null, Stamp.OPEN, false, dayFirst(sample, place) == 1, Long.MAX_VALUE);
    return IntStream.range(0, sample.rows().size())
        .mapToLong(
            i -> {
              try {
                return parser.parse(time(sample, i, place));
              } catch (RejectedLineException e) {
                // Told when the file is read
                return Long.MIN_VALUE;
              }
            })
        .filter(time -> time != Long.MIN_VALUE)
        .toArray();
  }

  /** A file of shorter candles would leave some of them, each taken for a longer one. */
  private void requireTimeframe(Sample sample, Place place) {
    long[] sorted = LongStream.of(times(sample, place)).sorted().distinct().toArray();
    long[] steps =
        IntStream.range(1, sorted.length).mapToLong(i -> sorted[i] - sorted[i - 1]).toArray();
    long shorter =
        IntStream.range(0, steps.length)
            .mapToLong(i -> steps[i])
            .filter(step -> step < timeframe.millis())
            .count();
    if (steps.length >= FEW_STEPS && 2 * shorter > steps.length) {
      throw otherTimeframe(LongStream.of(steps).min().orElseThrow());
    }
    Arrays.stream(Timeframe.values())
        .filter(longer -> longer.millis() > timeframe.millis() && steps.length >= MANY_STEPS)
        .filter(longer -> LongStream.of(steps).allMatch(step -> step % longer.millis() == 0))
        .reduce((one, other) -> other)
        .ifPresent(
            longest -> {
              throw otherTimeframe(longest.millis());
            });
  }

  private UnreadableFileException otherTimeframe(long step) {
    String length =
        Arrays.stream(Timeframe.values())
            .filter(one -> one.millis() == step)
            .map(Timeframe::label)
            .findFirst()
            .orElse(step / Timeframe.M1.millis() + " minutes");
    return new UnreadableFileException(
        "its candles are %s apart, not %s; upload them as what they are, since a job can have longer ones built of them"
            .formatted(length, timeframe.label()));
  }

  /** Of dates such as 03/04/2025 one with a number above 12 tells the order of all. */
  private static int dayFirst(Sample sample, Place place) {
    for (int i = 0; i < sample.rows().size(); i++) {
      int[] parts = TimeParser.ambiguousParts(time(sample, i, place));
      if (parts != null && parts[0] > 12) {
        return 1;
      } else if (parts != null && parts[1] > 12) {
        return 0;
      }
    }
    return -1;
  }

  /** Where the parts of a candle are, but for its volume. */
  private record Place(int time, int date, Prices prices, int confirmed, boolean isEnd) {
    List<Integer> columns() {
      return List.of(
          time, date, prices.open(), prices.high(), prices.low(), prices.close(), confirmed);
    }
  }
}
