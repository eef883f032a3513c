package dev.trainyard.market.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.trainyard.market.Timeframe;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Reads the candles of a CSV file as a stream.
 *
 * <p>A file has a header, with columns in any order and case, or none. Without a header its columns
 * begin with time, open, high, low, close, volume in this order (Binance, Kraken and others). Other
 * columns are ignored. Of several volumes the one in the base currency is read. Before the header
 * up to 20 lines of fewer than six columns are skipped. Empty lines, and lines that begin with
 * {@code #}, are skipped anywhere.
 *
 * <p>A line is rejected, and reading continues, when a number is missing, unreadable or not finite.
 * So is one with a price that is not positive, a negative volume, or open, high, low and close that
 * contradict each other. So is one whose time is unreadable, not the open of a candle, before 1980,
 * or more than a day ahead. Two lines with the same time are not noticed here, since that would
 * need memory. {@link CandleCsvReport#monotone} shows when there can be none.
 */
public final class CandleCsvReader {
  /** Number of rejections that are kept with their reasons; all are counted. */
  public static final int MAX_REJECTIONS = 100;

  private final Timeframe timeframe;
  private final String base;
  private final String quote;
  private final Clock clock;

  /**
   * Creates a reader for files of one series.
   *
   * @param timeframe timeframe to which the times must be aligned
   * @param base base currency such as {@code BTC}
   * @param quote quote currency such as {@code USDT}
   * @param clock shows which times lie in the future
   */
  public CandleCsvReader(Timeframe timeframe, String base, String quote, Clock clock) {
    this.timeframe = timeframe;
    this.base = base;
    this.quote = quote;
    this.clock = clock;
  }

  /**
   * Reads a file to its end.
   *
   * @param csv the file, UTF-8; not closed
   * @param sink receives the candles, in file order
   * @throws UnreadableCsvException when the file cannot be read as candles, which may show after
   *     some have been passed on
   * @throws IOException when the file breaks off or the sink fails
   */
  public CandleCsvReport read(InputStream csv, CandleSink sink) throws IOException {
    BufferedInputStream input = new BufferedInputStream(csv, CsvFormat.HEAD_BYTES);
    input.mark(CsvFormat.HEAD_BYTES);
    byte[] head = input.readNBytes(CsvFormat.HEAD_BYTES);
    input.reset();
    CsvFormat format = CsvFormat.detect(head, base, quote);
    // not closed: it would close the caller's stream
    Iterator<CsvRecord> lines =
        CsvFormat.reader(format.separator()).build(CsvFormat.boundedRecords(), input).iterator();
    try {
      return read(lines, format.layout(), sink);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw new UnreadableCsvException(
          "not readable as CSV, a quote may be left open or a line too long: " + e.getMessage(), e);
    }
  }

  private CandleCsvReport read(Iterator<CsvRecord> lines, CsvLayout layout, CandleSink sink)
      throws IOException {
    CandleLineParser parser = new CandleLineParser(layout, new CandleTimeParser(timeframe, clock));
    TimeOrder order = new TimeOrder();
    List<Rejection> rejections = new ArrayList<>();
    long received = 0;
    long rejected = 0;
    while (lines.hasNext()) {
      CsvRecord line = lines.next();
      long number = line.getStartingLineNumber();
      if (number < layout.firstLine() || (layout.header() && number == layout.firstLine())) {
        continue;
      }
      if (line.getFieldCount() == 1 && line.getField(0).isBlank()) {
        continue;
      }
      received++;
      try {
        order.add(parser.parse(line, sink));
      } catch (RejectedLineException e) {
        rejected++;
        if (rejections.size() < MAX_REJECTIONS) {
          rejections.add(new Rejection(number, e.reason()));
        }
      }
    }
    return new CandleCsvReport(received, rejected, rejections, order.monotone());
  }
}
