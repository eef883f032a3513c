package dev.trainyard.market.file;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV file. Empty ones are passed over, and those that begin with {@code #}. Lines
 * are limited in length, so that no file is read into memory.
 */
final class CsvRows implements Rows {
  /** How the reader of CSV says where a line begins. */
  private static final Pattern LINE = Pattern.compile("starting at line (\\d+)");

  private static final int MAX_FIELDS = 256;
  private static final int MAX_RECORD_CHARS = 1 << 14;

  private final Iterator<CsvRecord> records;
  private @Nullable CsvRecord record;

  private CsvRows(Iterator<CsvRecord> records) {
    this.records = records;
  }

  /**
   * Reads a file.
   *
   * @param encoding as its byte order mark says; without one it is UTF-8
   */
  static CsvRows of(InputStream file, char separator, Charset encoding) {
    // A quote that is open at the end shows like any other one: its field has the end of the line
    InputStream ended =
        new SequenceInputStream(
            new LeftOpen(file), new ByteArrayInputStream("\n".getBytes(encoding)));
    // Not closed: there is nothing to close
    return new CsvRows(reader(separator).build(handler(), ended).iterator());
  }

  /** A stream of a caller, who closes it. */
  private static final class LeftOpen extends FilterInputStream {

    LeftOpen(InputStream file) {
      super(file);
    }

    @Override
    public void close() {
      // The caller does
    }
  }

  /** Reads a text. */
  static CsvRows of(String text, char separator) {
    return new CsvRows(reader(separator).build(handler(), text).iterator());
  }

  private static CsvReader.CsvReaderBuilder reader(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .commentStrategy(CommentStrategy.SKIP)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .maxBufferSize(2 * MAX_RECORD_CHARS)
        .detectBomHeader(true);
  }

  private static CsvRecordHandler handler() {
    return CsvRecordHandler.builder()
        .maxFields(MAX_FIELDS)
        .maxFieldSize(MAX_RECORD_CHARS)
        .maxRecordSize(MAX_RECORD_CHARS)
        .build();
  }

  @Override
  public boolean next() throws IOException {
    try {
      do {
        if (!records.hasNext()) {
          return false;
        }
        record = records.next();
      } while (current().getFieldCount() == 1 && current().getField(0).isBlank());
      return true;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw unreadable(e);
    }
  }

  private static UnreadableFileException unreadable(CsvParseException e) {
    String message = String.valueOf(e.getMessage());
    Matcher line = LINE.matcher(message);
    return new UnreadableFileException(
        line.find()
            ? "not readable as CSV: the quote opened in line %s is not closed, or the line is too long"
                .formatted(line.group(1))
            : "not readable as CSV, a quote may be left open or a line too long: " + message,
        e);
  }

  @Override
  public long brokenQuote() {
    long line = line();
    for (String field : current().getFields()) {
      if (field.indexOf('\n') >= 0 || field.indexOf('\r') >= 0) {
        return line;
      }
    }
    return 0;
  }

  /** The refusal of a file because of {@link #brokenQuote()}. */
  static UnreadableFileException brokenQuote(long line) {
    return new UnreadableFileException(
        "the quote opened in line %d is not closed in it".formatted(line));
  }

  private CsvRecord current() {
    return Objects.requireNonNull(record, "no row before the first");
  }

  @Override
  public long line() {
    return current().getStartingLineNumber();
  }

  @Override
  public int size() {
    return current().getFieldCount();
  }

  @Override
  public String field(int column) {
    return current().getField(column).strip();
  }
}
