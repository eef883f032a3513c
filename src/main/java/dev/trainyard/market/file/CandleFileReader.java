package dev.trainyard.market.file;

import dev.trainyard.market.Timeframe;
import dev.trainyard.market.file.FileOptions.Stamp;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the candles of a file as a stream: CSV, JSON or Parquet, plain, in gzip or in zip.
 *
 * <p>A CSV file has a header, with columns in any order and case, or none. Without a header its
 * columns begin with time, open, high, low, close, volume in this order (Binance, Kraken and
 * others). Other columns are ignored, but for what they tell of these: of several volumes the one
 * in the base currency is read, which is the one whose turnover fits the prices. Before the header
 * up to 20 lines of fewer than six columns are skipped. Empty lines, and lines that begin with
 * {@code #}, are skipped anywhere. A JSON document has a list of lists or of objects. A Parquet
 * file has columns by name, is kept in the temporary folder while it is read, and its lines are its
 * rows.
 *
 * <p>A line is rejected, and reading continues, when a number is missing, unreadable or not finite.
 * So is one with a price that is not positive, a negative volume, or open, high, low and close that
 * contradict each other. So is one whose time is unreadable, not the open of a candle, before 1980,
 * or still to come. But a file of which more than three in a hundred lines, and more than three
 * lines, contradict themselves is refused: its columns hold something else. Two lines with the same
 * time are not noticed here, since that would need memory. {@link CandleFileReport#monotone} shows
 * when there can be none.
 *
 * <p>A candle that still runs is passed over.
 */
public final class CandleFileReader {
  /** Number of rejections that are kept with their reasons; all are counted. */
  public static final int MAX_REJECTIONS = 100;

  /** A file whose first lines hold no candle, as many as this, is not read to its end. */
  private static final long HOPELESS = 100_000;

  private final Timeframe timeframe;
  private final String base;
  private final String quote;
  private final FileOptions options;
  private final Clock clock;

  /**
   * Creates a reader for files of one series.
   *
   * @param timeframe timeframe to which the times must be aligned
   * @param base base currency such as {@code BTC}
   * @param quote quote currency such as {@code USDT}
   * @param options what is known of the file
   * @param clock shows which candles still run
   */
  public CandleFileReader(
      Timeframe timeframe, String base, String quote, FileOptions options, Clock clock) {
    this.timeframe = timeframe;
    this.base = base;
    this.quote = quote;
    this.options = options;
    this.clock = clock;
  }

  /** How many of the candles of a file may contradict each other before it is not believed. */
  public static long tolerated(long received) {
    return FileHead.tolerated(received);
  }

  /**
   * Reads a file to its end.
   *
   * @param packed the file; not closed
   * @param sink receives the candles, in file order
   * @throws UnreadableFileException when the file cannot be read as candles, which may show after
   *     some have been passed on
   * @throws IOException when the file breaks off or the sink fails
   */
  public CandleFileReport read(InputStream packed, CandleSink sink) throws IOException {
    Unpacked unpacked = Unpacked.of(packed);
    BufferedInputStream file = new BufferedInputStream(unpacked.file(), FileHead.BYTES);
    FileHead beginning = new FileHead(options, timeframe, base, quote);
    file.mark(FileHead.BYTES);
    byte[] head = file.readNBytes(FileHead.BYTES);
    file.reset();
    if (FileHead.isParquet(head)) {
      return readParquet(file, beginning, sink, unpacked.packing());
    }
    FileLayout layout = beginning.layout(head);
    Charset encoding = FileHead.charset(head);
    Rows rows =
        layout.format().equals("json")
            ? JsonRows.of(file)
            : CsvRows.of(file, layout.separator(), encoding);
    return read(rows, layout, sink, unpacked.packing(), encoding.name());
  }

  private CandleFileReport readParquet(
      InputStream parquet, FileHead beginning, CandleSink sink, String packing) throws IOException {
    try (SpooledFile file = SpooledFile.of(parquet)) {
      FileLayout layout;
      try (ParquetRows sample = ParquetRows.of(file, null)) {
        layout = beginning.layout(sample);
        sample.requirePlain(layout.used());
      }
      try (ParquetRows rows = ParquetRows.of(file, layout.used())) {
        return read(rows, layout, sink, packing, "binary");
      }
    }
  }

  private CandleFileReport read(
      Rows rows, FileLayout layout, CandleSink sink, String packing, String encoding)
      throws IOException {
    long now = clock.millis();
    Stamp stamp =
        options.stamp() != null
            ? options.stamp()
            : layout.stampedAtClose() ? Stamp.CLOSE : Stamp.OPEN;
    TimeParser times =
        new TimeParser(
            timeframe,
            options.zone(),
            stamp,
            layout.newestFirst(),
            layout.dayFirst() < 0 ? null : layout.dayFirst() == 1,
            now);
    CandleLineParser parser = new CandleLineParser(layout, times, now, timeframe.millis());
    TimeOrder order = new TimeOrder();
    FlatStretches flat = new FlatStretches();
    Doubts doubts = new Doubts();
    List<Rejection> rejections = new ArrayList<>();
    long received = 0;
    long unfinished = 0;
    long rejected = 0;
    while (rows.next()) {
      long number = rows.line();
      if (number < layout.firstLine() || (layout.header() && number == layout.firstLine())) {
        continue;
      }
      received++;
      try {
        long time = parser.parse(rows, sink);
        if (parser.wasUnfinished()) {
          unfinished++;
        } else {
          order.add(time);
          flat.add(parser.wasFlat());
        }
      } catch (RejectedLineException e) {
        if (rows.brokenQuote() > 0) {
          throw CsvRows.brokenQuote(rows.brokenQuote());
        }
        rejected++;
        doubts.add(number, e);
        if (rejected == received && rejected == HOPELESS) {
          throw doubts.hopeless(rejected);
        }
        if (rejections.size() < MAX_REJECTIONS) {
          rejections.add(new Rejection(number, e.reason()));
        }
      }
    }
    // What is cut off in its last field may still look like a number
    if (received > 0 && rows.brokenQuote() > 0) {
      throw CsvRows.brokenQuote(rows.brokenQuote());
    }
    doubts.refuse(received, rejected, timeframe);
    List<String> notes = new ArrayList<>(layout.notes());
    if (times.zoneAssumed()) {
      notes.add("times without an offset were taken as UTC; if they are local, say zone=");
    }
    return new CandleFileReport(
        received,
        unfinished,
        rejected,
        rejections,
        order.monotone(),
        new Understood(
            layout.format(),
            packing,
            encoding,
            layout.format().equals("csv") ? Character.toString(layout.separator()) : null,
            layout.decimal() == ',' ? "comma" : "point",
            layout.header(),
            layout.names(),
            times.units().stream().map(TimeParser.Unit::label).toList(),
            options.zone() == null ? "UTC" : options.zone().getId(),
            stamp.label(),
            layout.volumeKind().label(),
            flat.stretches(),
            flat.longest(),
            notes));
  }

  /** Counts what speaks against the layout that a file was taken to have. */
  private static final class Doubts {
    private long contradictions;
    private @Nullable String example;
    private @Nullable String first;
    private long unaligned;
    private long offset;
    private boolean sameOffset = true;

    void add(long line, RejectedLineException rejected) {
      if (first == null) {
        first = "line %d: %s".formatted(line, rejected.reason());
      }
      if (rejected.isContradiction()) {
        contradictions++;
        example = example == null ? "line %d: %s".formatted(line, rejected.reason()) : example;
      }
      if (rejected.offset() != 0) {
        sameOffset &= unaligned == 0 || offset == rejected.offset();
        offset = rejected.offset();
        unaligned++;
      }
    }

    UnreadableFileException hopeless(long rejected) {
      return new UnreadableFileException(
          "none of the first %,d lines holds a usable candle, as %s".formatted(rejected, first));
    }

    void refuse(long received, long rejected, Timeframe timeframe) {
      if (contradictions > FileHead.tolerated(received)) {
        throw new UnreadableFileException(
            "%,d of %,d lines contradict their own prices, as %s; %s"
                .formatted(contradictions, received, example, FileHead.SAY_COLUMNS));
      }
      if (unaligned > 1 && unaligned == received && sameOffset) {
        throw new UnreadableFileException(
            ("all candles open %s after one of the timeframe %s: they are days of another zone, or have another length;"
                    + " upload shorter ones, or add stamp=close if a time is the end of its candle")
                .formatted(hours(offset), timeframe.label()));
      }
      if (received >= MANY && rejected < received && 2 * rejected > received) {
        throw new UnreadableFileException(
            "%,d of %,d lines hold no usable candle, as %s".formatted(rejected, received, first));
      }
    }

    private static final int MANY = 10;

    private static String hours(long millis) {
      Duration time = Duration.ofMillis(millis);
      return "%d:%02d:%02d h".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
  }
}
