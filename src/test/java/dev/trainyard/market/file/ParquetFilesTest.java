package dev.trainyard.market.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.market.Timeframe;
import dev.trainyard.market.file.FileOptions.Column;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files as programs write them are read; damaged and boundless ones are refused. */
class ParquetFilesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-07-02T12:02:00Z"), ZoneOffset.UTC);

  /** 2025-04-03T17:05:00Z. */
  private static final long TIME = 1_743_699_900_000L;

  private static final long STEP = Timeframe.M5.millis();
  private static final int BARS = 20;

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message candles { required int64 timestamp; required double open; required double high;"
              + " required double low; required double close; required double volume; }");

  @TempDir private Path folder;

  private final List<Row> rows = new ArrayList<>();

  private record Row(
      long time, double open, double high, double low, double close, double volume) {}

  private static List<Row> expected(long first) {
    return IntStream.range(0, BARS)
        .mapToObj(
            i -> new Row(first + i * STEP, 100 + i, 103.5 + i, 98.25 + i, 101 + i, 10.5 + i % 3))
        .toList();
  }

  private static byte[] file(String name) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources/market/parquet", name + ".parquet"));
  }

  private CandleFileReport read(byte[] file, FileOptions options) throws IOException {
    rows.clear();
    return new CandleFileReader(Timeframe.M5, "BTC", "USDT", options, CLOCK)
        .read(
            new ByteArrayInputStream(file),
            (line, time, open, high, low, close, volume) ->
                rows.add(new Row(time, open, high, low, close, volume)));
  }

  /** The codec that needs no library. */
  private static final class Gzip implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      return new BytesInputCompressor() {
        @Override
        public BytesInput compress(BytesInput page) throws IOException {
          ByteArrayOutputStream plain = new ByteArrayOutputStream();
          page.writeAllTo(plain);
          return BytesInput.from(packed(plain.toByteArray()));
        }

        @Override
        public CompressionCodecName getCodecName() {
          return CompressionCodecName.GZIP;
        }

        @Override
        public void release() {
          // Nothing is held
        }
      };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("nothing is read");
    }

    @Override
    public void release() {
      // Nothing is held
    }
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  /** Writes rows of a time and five values, in gzip. */
  private byte[] written(int count, int pageRows) throws IOException {
    return written(
        SCHEMA, count, pageRows, candle -> candle.add("open", candle.getDouble("close", 0) - 1));
  }

  private byte[] written(MessageType schema, int count, int pageRows, Consumer<Group> open)
      throws IOException {
    Path path = Files.createTempFile(folder, "written", null);
    Files.delete(path);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(path))
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.GZIP)
            .withCodecFactory(new Gzip())
            .withPageSize(1 << 30)
            .withPageRowCountLimit(pageRows)
            .withDictionaryEncoding(false)
            .build()) {
      for (int i = 0; i < count; i++) {
        Group candle = new SimpleGroup(schema);
        candle.add("timestamp", TIME + (i % BARS) * STEP);
        candle.add("high", 103.5 + i % BARS);
        candle.add("low", 98.25 + i % BARS);
        candle.add("close", 101.0 + i % BARS);
        candle.add("volume", 10.5 + i % BARS % 3);
        open.accept(candle);
        writer.write(candle);
      }
    }
    return Files.readAllBytes(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pandas-snappy",
        "pandas-zstd",
        "pandas-gzip",
        "pandas-lz4",
        "pandas-plain",
        "pandas-utc-ms",
        "pandas-us",
        "pandas-index",
        "pandas-index-unnamed",
        "pandas-index-numbers",
        "pandas-date-texts",
        "pandas-epoch-ms",
        "pandas-date-and-time",
        "pandas-int96",
        "pandas-float32",
        "pandas-decimal",
        "pandas-nested",
        "pyarrow-groups-v2",
        "polars-snappy",
        "polars-zstd",
        "polars-uncompressed",
        "fastparquet",
        "fastparquet-index-zstd",
        "duckdb"
      })
  void readsTheCandlesOfEveryWriter(String name) throws IOException {
    CandleFileReport report = read(file(name), FileOptions.NONE);

    assertThat(rows).isEqualTo(expected(TIME));
    assertThat(report.received()).isEqualTo(BARS);
    assertThat(report.understood().format()).isEqualTo("parquet");
    assertThat(report.understood().columns()).containsEntry("volume", "volume");
  }

  @Test
  void takesTimesWithoutAZoneForThoseOfTheZoneThatIsSaid() throws IOException {
    FileOptions madrid = new FileOptions(null, ZoneId.of("Europe/Madrid"), null, null, null, null);

    read(file("pandas-snappy"), madrid);
    assertThat(rows).isEqualTo(expected(TIME - 2 * Timeframe.H1.millis()));

    read(file("pandas-utc-ms"), madrid);
    assertThat(rows).isEqualTo(expected(TIME));
    assertThat(read(file("pandas-snappy"), FileOptions.NONE).understood().notes())
        .anyMatch(note -> note.contains("taken as UTC"));
  }

  @Test
  void readsColumnsAsTheyAreSaidToBe() throws IOException {
    FileOptions said =
        new FileOptions(
            List.of(Column.TIME, Column.OPEN, Column.HIGH, Column.LOW, Column.CLOSE, Column.VOLUME),
            null,
            null,
            null,
            null,
            null);

    read(file("polars-snappy"), said);

    assertThat(rows).isEqualTo(expected(TIME));
  }

  @Test
  void refusesMoreColumnsThanThereAre() {
    List<Column> said =
        List.of(
            Column.OTHER,
            Column.OTHER,
            Column.TIME,
            Column.OPEN,
            Column.HIGH,
            Column.LOW,
            Column.CLOSE,
            Column.VOLUME);

    assertThatThrownBy(
            () -> read(file("polars-snappy"), new FileOptions(said, null, null, null, null, null)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("has 6 columns");
  }

  @Test
  void readsAPackedFile() throws IOException {
    CandleFileReport report = read(packed(file("pandas-snappy")), FileOptions.NONE);

    assertThat(rows).isEqualTo(expected(TIME));
    assertThat(report.understood().packing()).isEqualTo("gzip");
  }

  @Test
  void readsRowsOverManyPagesAndLeavesNoFileBehind() throws IOException {
    long before = temporaryFiles();

    CandleFileReport report = read(written(100_000, 20_000), FileOptions.NONE);

    assertThat(report.received()).isEqualTo(100_000);
    assertThat(rows.subList(99_980, 100_000)).isEqualTo(expected(TIME));
    assertThat(temporaryFiles()).isEqualTo(before);
  }

  private static long temporaryFiles() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("upload")).count();
    }
  }

  @Test
  void refusesAPageThatUnpacksToMoreThanItMay() throws IOException {
    MessageType texts =
        MessageTypeParser.parseMessageType(
            SCHEMA.toString().replace("required double open", "required binary open"));
    byte[] file =
        written(
            texts,
            1,
            1,
            candle -> candle.add("open", Binary.fromConstantByteArray(new byte[1 << 25])));

    assertThat(file.length).isLessThan(100_000);
    assertThatThrownBy(() -> read(file, FileOptions.NONE))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("a page of the Parquet file has more than 21 MiB");
  }

  @Test
  void refusesNestedValuesAndOtherCodecs() {
    assertThatThrownBy(() -> read(file("refused-nested-close"), FileOptions.NONE))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("\"close\" of the Parquet file holds lists or structures");
    assertThatThrownBy(() -> read(file("refused-brotli"), FileOptions.NONE))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("packed by BROTLI; expected snappy, zstd");
  }

  @Test
  void namesTheColumnsThatAreMissing() throws IOException {
    byte[] file = file("pandas-plain");
    replace(file, "close", "cl0se");

    assertThatThrownBy(() -> read(file, FileOptions.NONE))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("the columns of the Parquet file: has no column close");
  }

  private static void replace(byte[] file, String from, String to) {
    for (int i = 0; i + from.length() <= file.length; i++) {
      if (new String(file, i, from.length(), StandardCharsets.ISO_8859_1).equals(from)) {
        for (int j = 0; j < to.length(); j++) {
          file[i + j] = (byte) to.charAt(j);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 100, 1_000})
  void refusesAFileThatIsCutOff(int length) throws IOException {
    byte[] file = file("pandas-snappy");

    assertThatThrownBy(() -> read(Arrays.copyOf(file, length), FileOptions.NONE))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("damaged, or cut off");
  }

  /** A footer of a few bytes that says that it has two billion columns. */
  @Test
  void refusesAFooterThatSaysMoreThanItHas() {
    byte[] footer = {0x15, 0x02, 0x19, (byte) 0xfc, (byte) 0xff, -1, -1, -1, 0x07, 0x00};
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ParquetFooter.MAGIC);
    file.writeBytes(footer);
    file.writeBytes(new byte[] {(byte) footer.length, 0, 0, 0});
    file.writeBytes(ParquetFooter.MAGIC);

    assertThatThrownBy(() -> read(file.toByteArray(), FileOptions.NONE))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("damaged, or cut off");
  }

  /** Two thousand files with some bytes changed: read, or refused, and nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"pandas-snappy", "pandas-plain", "pyarrow-groups-v2", "polars-zstd"})
  void neverFailsOtherwiseOnDamagedFiles(String name) throws IOException {
    byte[] whole = file(name);
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k <= i % 4; k++) {
        damaged[4 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt(256);
      }
      try {
        read(damaged, FileOptions.NONE);
      } catch (UnreadableFileException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
