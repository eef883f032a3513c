package dev.trainyard.market.csv;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The separator and the layout of a file, detected from its beginning.
 *
 * @param separator comma, semicolon or tab
 */
record CsvFormat(char separator, CsvLayout layout) {
  /** Number of bytes at the beginning of a file that decide. */
  static final int HEAD_BYTES = 1 << 16;

  static final String EXPECTED =
      "expected CSV (comma, semicolon or tab) with a header naming timestamp, open, high, low, close, volume"
          + " in any order, or without a header in that order";

  private static final char[] SEPARATORS = {',', ';', '\t'};

  /**
   * Maximum number of lines before the header: a download address, a title, a {@code sep=;} line.
   */
  private static final int MAX_PREAMBLE_LINES = 20;

  private static final int MAX_FIELDS = 256;
  private static final int MAX_RECORD_CHARS = 1 << 14;

  /**
   * Detects the format of a file.
   *
   * @param head the first {@link #HEAD_BYTES} bytes of the file, or all of it
   * @param base base currency of the series, upper case
   * @param quote quote currency of the series, upper case
   * @throws UnreadableCsvException when the file does not contain candles
   */
  static CsvFormat detect(byte[] head, String base, String quote) {
    String text = new String(head, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    refuseOtherFormats(text);
    for (char separator : SEPARATORS) {
      Optional<CsvLayout> layout = layout(text, separator, base, quote);
      if (layout.isPresent()) {
        return new CsvFormat(separator, layout.get());
      }
    }
    String firstLine = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    throw new UnreadableCsvException(
        "no header and no candles found, the file begins with %s; %s"
            .formatted(Quoted.of(firstLine), EXPECTED));
  }

  /** Returns a reader of CSV records of this format, which limits the length of lines. */
  static CsvReader.CsvReaderBuilder reader(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .commentStrategy(CommentStrategy.SKIP)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .maxBufferSize(2 * MAX_RECORD_CHARS)
        .detectBomHeader(true);
  }

  static CsvRecordHandler boundedRecords() {
    return CsvRecordHandler.builder()
        .maxFields(MAX_FIELDS)
        .maxFieldSize(MAX_RECORD_CHARS)
        .maxRecordSize(MAX_RECORD_CHARS)
        .build();
  }

  private static void refuseOtherFormats(String text) {
    String start = text.stripLeading();
    if (start.isEmpty()) {
      throw new UnreadableCsvException("the file is empty; " + EXPECTED);
    }
    if (start.startsWith("PK\u0003\u0004")) {
      throw new UnreadableCsvException("the file is a zip archive; expected CSV, plain or gzip");
    }
    if (text.indexOf('\0') >= 0) {
      throw new UnreadableCsvException("the file is binary or not UTF-8; " + EXPECTED);
    }
    if (start.startsWith("<")
        && start.toLowerCase(Locale.ROOT).matches("(?s)<(!doctype|html|\\?xml|!--|head|body).*")) {
      throw new UnreadableCsvException("the file is HTML or XML; " + EXPECTED);
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      throw new UnreadableCsvException("the file is JSON; " + EXPECTED);
    }
  }

  private static Optional<CsvLayout> layout(
      String head, char separator, String base, String quote) {
    int lines = 0;
    try {
      for (CsvRecord line : reader(separator).build(boundedRecords(), head)) {
        List<String> fields = line.getFields();
        if (CsvLayout.isHeader(fields)) {
          return Optional.of(CsvLayout.ofHeader(line.getStartingLineNumber(), fields, base, quote));
        }
        if (CsvLayout.isCandle(fields)) {
          return Optional.of(CsvLayout.withoutHeader(line.getStartingLineNumber()));
        }
        // a line with that many columns is data: it must not be skipped as a title
        if (fields.size() >= CsvLayout.REQUIRED_COLUMNS || ++lines == MAX_PREAMBLE_LINES) {
          return Optional.empty();
        }
      }
    } catch (CsvParseException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
