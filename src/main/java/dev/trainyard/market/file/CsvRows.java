package dev.trainyard.market.file;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV file. Empty ones are passed over, and those that begin with {@code #}. Lines
 * are limited in length, so that no file is read into memory.
 */
final class CsvRows implements Rows {
  private static final int MAX_FIELDS = 256;
  private static final int MAX_RECORD_CHARS = 1 << 14;

  private final Iterator<CsvRecord> records;
  private @Nullable CsvRecord record;

  private CsvRows(Iterator<CsvRecord> records) {
    this.records = records;
  }

  /** Reads a file, whose byte order mark says its encoding; without one it is UTF-8. */
  static CsvRows of(InputStream file, char separator) {
    // Not closed: it would close the caller's stream
    return new CsvRows(reader(separator).build(handler(), file).iterator());
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
      throw new UnreadableFileException(
          "not readable as CSV, a quote may be left open or a line too long: " + e.getMessage(), e);
    }
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
