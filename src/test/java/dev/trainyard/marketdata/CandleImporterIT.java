package dev.trainyard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.market.file.FileOptions;
import dev.trainyard.market.file.FileOptions.Stamp;
import dev.trainyard.market.file.Rejection;
import dev.trainyard.market.file.UnreadableFileException;
import dev.trainyard.marketdata.SeriesTraits.EmptyMinutes;
import dev.trainyard.marketdata.SeriesTraits.Source;
import dev.trainyard.support.TestServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class CandleImporterIT {
  private static final String HEADER = "timestamp,open,high,low,close,volume\n";
  private static final CandleSeries SERIES =
      new CandleSeries("binanceus", "BTC/USDT", Timeframe.M5);
  private static final Instant START = Instant.parse("2025-04-03T17:05:00Z");

  private static DataSource dataSource;

  private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
  private final TransactionTemplate transactions =
      new TransactionTemplate(new JdbcTransactionManager(dataSource));
  private final CandleImporter importer = new CandleImporter(jdbc, transactions);
  private final CandleStore store = new CandleStore(jdbc, transactions);

  @BeforeAll
  static void migrate() {
    dataSource = TestServers.shared().freshDatabase().dataSource();
    Flyway.configure().dataSource(dataSource).load().migrate();
  }

  @BeforeEach
  void empty() {
    jdbc.execute("TRUNCATE candle_rows, candle_blocks, candle_series");
  }

  @Test
  void candlesAreStoredAndCounted() throws IOException {
    ImportResult result = read(SERIES, csv(line(0, 10), line(1, 11), line(2, 12)));

    assertThat(Counts.of(result)).isEqualTo(new Counts(3, 3, 0, 0, 0));
    assertThat(store.find(SERIES)).contains(summary(3, at(0), at(2)));
    Candles candles = store.load(SERIES, 100);
    assertThat(candles.time())
        .containsExactly(at(0).toEpochMilli(), at(1).toEpochMilli(), at(2).toEpochMilli());
    assertThat(candles.open()).containsExactly(10, 11, 12);
    assertThat(candles.high()).containsExactly(11, 12, 13);
    assertThat(candles.low()).containsExactly(9, 10, 11);
    assertThat(candles.close()).containsExactly(10.5, 11.5, 12.5);
    assertThat(candles.volume()).containsExactly(1, 1, 1);
  }

  @Test
  void theSameFileAgainChangesNothing() throws IOException {
    read(SERIES, csv(line(0, 10), line(1, 11)));
    Instant updated = updatedAt();

    ImportResult again = read(SERIES, csv(line(0, 10), line(1, 11)));

    assertThat(Counts.of(again)).isEqualTo(new Counts(2, 0, 0, 0, 0));
    assertThat(updatedAt()).isEqualTo(updated);
  }

  @Test
  void anOverlappingFileInsertsWhatIsNewAndUpdatesWhatDiffers() throws IOException {
    read(SERIES, csv(line(0, 10), line(1, 11), line(2, 12)));

    ImportResult result = read(SERIES, csv(line(1, 11), line(2, 99), line(3, 13)));

    assertThat(Counts.of(result)).isEqualTo(new Counts(3, 1, 1, 0, 0));
    assertThat(store.load(SERIES, 10).open()).containsExactly(10, 11, 99, 13);
    assertThat(store.find(SERIES)).contains(summary(4, at(0), at(3)));
  }

  @Test
  void gapsAreTheHolesThatAreLeftAfterEachUpload() throws IOException {
    assertThat(gapsAfter(0, 1, 5, 6)).isEqualTo(1);
    assertThat(gapsAfter(10)).isEqualTo(2);
    assertThat(gapsAfter(3)).isEqualTo(3);
    assertThat(gapsAfter(2)).isEqualTo(2);
    assertThat(gapsAfter(4)).isEqualTo(1);
    assertThat(gapsAfter(-3)).isEqualTo(2);
    assertThat(gapsAfter(6, 7, 8, 9)).isEqualTo(1);
    assertThat(gapsAfter(-4, -3, -2, -1, 11)).isZero();
    assertThat(store.find(SERIES).orElseThrow().rows()).isEqualTo(16);
  }

  @Test
  void gapsStayRightInARandomOrderOfUploads() throws IOException {
    Random random = new Random(7);
    for (int upload = 0; upload < 40; upload++) {
      int[] bars = random.ints(12, 0, 150).distinct().toArray();
      long gaps = gapsAfter(bars);
      assertThat(gaps).isEqualTo(countedGaps());
    }
  }

  @Test
  void gapsStayRightWhicheverWayFilesAreSortedAndHoweverTheyTouch() throws IOException {
    Random random = new Random(8);
    for (int upload = 0; upload < 60; upload++) {
      int from = random.nextInt(400);
      int[] bars = random.ints(6, from, from + 8).distinct().sorted().toArray();
      if (random.nextBoolean()) {
        bars = IntStream.of(bars).map(bar -> -bar).sorted().map(bar -> -bar).toArray();
      }
      long gaps = gapsAfter(bars);
      assertThat(gaps).isEqualTo(countedGaps());
      assertThat(store.find(SERIES).orElseThrow().rows()).isEqualTo(stored());
    }
  }

  @Test
  void aLongNewestFirstFileIsStoredBetweenWhatIsThere() throws IOException {
    read(SERIES, csv(line(0, 5), line(9_001, 6)));
    String[] lines =
        IntStream.rangeClosed(1, 9_000)
            .map(i -> 9_001 - i)
            .mapToObj(i -> line(i, i + 10))
            .toArray(String[]::new);

    ImportResult result = read(SERIES, csv(lines));

    assertThat(Counts.of(result)).isEqualTo(new Counts(9_000, 9_000, 0, 0, 0));
    assertThat(store.find(SERIES).orElseThrow())
        .extracting(SeriesSummary::rows, SeriesSummary::gaps)
        .containsExactly(9_002L, 0L);
    double[] opens = store.load(SERIES, 10_000).open();
    assertThat(opens).hasSize(9_002).startsWith(5, 11, 12).endsWith(9_009, 9_010, 6);
  }

  @Test
  void ofATrialOnANewSeriesOnlyTheCountsAreLeftToo() throws IOException {
    ImportResult trial =
        importer.importFile(SERIES, csv(line(0, 11), line(2, 12)), FileOptions.NONE, true);

    assertThat(Counts.of(trial)).isEqualTo(new Counts(2, 2, 0, 0, 0));
    assertThat(trial.gaps()).isEqualTo(1);
    assertThat(stored()).isZero();
    assertThat(store.find(SERIES)).isEmpty();
  }

  @Test
  void ofLinesWithTheSameTimeTheLastIsStoredAndTheOthersAreCounted() throws IOException {
    ImportResult result = read(SERIES, csv(line(1, 11), line(0, 10), line(1, 99), line(0, 10)));

    assertThat(Counts.of(result)).isEqualTo(new Counts(4, 2, 0, 2, 0));
    assertThat(store.load(SERIES, 10).open()).containsExactly(10, 99);
  }

  @Test
  void theLastLineOfATimeIsTheLaterOneInTheFileWhicheverWayItIsSorted() throws IOException {
    read(SERIES, csv(line(2, 12), line(2, 22), line(1, 11), line(0, 10), line(0, 20)));

    assertThat(store.load(SERIES, 10).open()).containsExactly(20, 11, 22);
  }

  @Test
  void theLastOfManyLinesWithTheSameTimeReplacesWhatIsStored() throws IOException {
    read(SERIES, csv(line(0, 10), line(1, 11)));

    ImportResult result = read(SERIES, csv(line(0, 97), line(1, 11), line(0, 98), line(0, 99)));

    assertThat(Counts.of(result)).isEqualTo(new Counts(4, 0, 1, 2, 0));
    assertThat(store.load(SERIES, 10).open()).containsExactly(99, 11);
  }

  @Test
  void aRejectedLineDoesNotReplaceAGoodOneOfTheSameTime() throws IOException {
    ImportResult result = read(SERIES, csv(line(0, 10), at(0) + ",11,x,10,11,1\n", line(0, 12)));

    assertThat(result.duplicates()).isEqualTo(1);
    assertThat(result.rejections()).extracting(Rejection::line).containsExactly(3L);
    assertThat(store.load(SERIES, 10).open()).containsExactly(12);
  }

  @Test
  void duplicatesAreFoundHoweverFarApartTheyAre() throws IOException {
    int candles = 20_000;
    String[] lines =
        IntStream.range(0, 2 * candles).mapToObj(i -> line(i % candles, 20)).toArray(String[]::new);

    ImportResult result = read(SERIES, csv(lines));

    assertThat(Counts.of(result)).isEqualTo(new Counts(2L * candles, candles, 0, candles, 0));
    assertThat(result.contradictions().times()).isZero();
    assertThat(store.load(SERIES, candles).open()).hasSize(candles).containsOnly(20);
  }

  @Test
  void aFileOfTwoMarketsIsRefusedWithTheFirstLinesThatContradictEachOther() {
    String[] lines =
        IntStream.range(0, 200)
            .mapToObj(i -> line(i / 2 + 1, i % 2 == 0 ? 10 : 20))
            .toArray(String[]::new);

    assertThatThrownBy(() -> read(SERIES, csv(lines)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessage(
            "100 times come more than once with other figures, as %s in lines 2 and 3; expected the candles of one market, each once"
                .formatted(at(1)));
    assertThat(store.find(SERIES)).isEmpty();
  }

  @Test
  void correctionsOfAFewCandlesAreStoredAndCounted() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(line(i, 10));
    }
    lines.add(line(150, 11));
    lines.add(line(7, 10));
    lines.add(line(3, 12));
    lines.add(line(3, 13));

    ImportResult result = read(SERIES, csv(lines.toArray(String[]::new)));

    assertThat(result.duplicates()).isEqualTo(4);
    assertThat(result.contradictions())
        .isEqualTo(new Contradictions(2, new Contradictions.Pair(at(3), 5, 204)));
  }

  @Test
  void aNewestFirstFileIsStoredInOrder() throws IOException {
    read(SERIES, csv(line(2, 12), line(1, 11), line(0, 10)));

    assertThat(store.load(SERIES, 2).open()).containsExactly(11, 12);
    assertThat(store.find(SERIES)).contains(summary(3, at(0), at(2)));
  }

  @Test
  void nothingIsStoredWhenTheFileBreaksOff() {
    InputStream breaksOff =
        new SequenceInputStream(
            csv(IntStream.range(0, 5_000).mapToObj(i -> line(i, 10)).toArray(String[]::new)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
              }
            });

    assertThatThrownBy(() -> read(SERIES, breaksOff))
        .isInstanceOf(IOException.class)
        .hasMessage("connection reset");
    assertThat(stored()).isZero();
    assertThat(store.find(SERIES)).isEmpty();
  }

  @Test
  void nothingIsStoredWhenALaterLineCannotBeReadAsCsv() {
    String open = "\"" + "9".repeat(100_000);

    assertThatThrownBy(() -> read(SERIES, csv(line(0, 10), open)))
        .isInstanceOf(UnreadableFileException.class);
    assertThat(stored()).isZero();
  }

  @Test
  void nothingIsStoredWhenEveryLineIsRejected() throws IOException {
    ImportResult result = read(SERIES, csv("x,1,1,1,1,1\n", "y,1,1,1,1,1\n"));

    assertThat(result.received()).isEqualTo(2);
    assertThat(result.rejected()).isEqualTo(2);
    assertThat(store.find(SERIES)).isEmpty();
  }

  @Test
  void uploadsOfOneSeriesAtTheSameTimeAddUp() throws Exception {
    int uploads = 4;
    CyclicBarrier together = new CyclicBarrier(uploads);
    ExecutorService clients = Executors.newFixedThreadPool(uploads);
    try {
      List<Callable<ImportResult>> tasks = new ArrayList<>();
      for (int u = 0; u < uploads; u++) {
        int from = u * 500;
        tasks.add(
            () -> {
              String[] lines =
                  IntStream.range(from, from + 1_000)
                      .mapToObj(i -> line(i, 10))
                      .toArray(String[]::new);
              together.await();
              return read(SERIES, csv(lines));
            });
      }
      long inserted = 0;
      for (Future<ImportResult> result : clients.invokeAll(tasks)) {
        inserted += result.get().inserted();
      }
      assertThat(inserted).isEqualTo(2_500);
      assertThat(store.find(SERIES)).contains(summary(2_500, at(0), at(2_499)));
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void ofATrialOnlyTheCountsAreLeft() throws IOException {
    read(SERIES, csv(line(0, 10)));

    ImportResult trial =
        importer.importFile(
            SERIES, csv(line(0, 11), line(1, 11), line(3, 12)), FileOptions.NONE, true);

    assertThat(trial.inserted()).isEqualTo(2);
    assertThat(trial.updated()).isEqualTo(1);
    assertThat(trial.gaps()).isEqualTo(1);
    assertThat(stored()).isEqualTo(1);
    assertThat(store.find(SERIES)).contains(summary(1, at(0), at(0)));
  }

  @Test
  void aCandleThatStillRunsIsLeftOutAndOneThatIsOverIsNot() throws IOException {
    Instant now = jdbc.queryForObject("SELECT now()", Timestamp.class).toInstant();
    long step = SERIES.timeframe().millis();
    Instant running = Instant.ofEpochMilli(now.toEpochMilli() / step * step);

    ImportResult result =
        read(SERIES, csv(running.minusMillis(step) + ",2,4,1,3,5\n", running + ",2,4,1,3,5\n"));

    // The clock may have gone on to the next candle meanwhile
    assertThat(result.unfinished()).isLessThanOrEqualTo(1);
    assertThat(result.inserted() + result.unfinished()).isEqualTo(2);
    assertThat(store.find(SERIES).orElseThrow().lastTime().plusMillis(step))
        .isBeforeOrEqualTo(jdbc.queryForObject("SELECT now()", Timestamp.class).toInstant());
  }

  @Test
  void volumesOfAnotherKindAreNotMixedIn() throws IOException {
    read(SERIES, csv(line(0, 10)));

    assertThatThrownBy(
            () ->
                importer.importFile(
                    SERIES,
                    csv(line(1, 11)),
                    new FileOptions(null, null, Stamp.OPEN, VolumeKind.QUOTE, null, null),
                    false))
        .isInstanceOf(OtherVolumesException.class)
        .hasMessageContaining("count base, and these would count quote");
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void aSeriesTellsWhatItsCandlesAre() throws IOException {
    importer.importFile(
        SERIES,
        csv(line(0, 10), line(2, 10)),
        new FileOptions(null, null, Stamp.OPEN, VolumeKind.TICKS, null, null),
        false);

    assertThat(store.find(SERIES).orElseThrow().traits())
        .isEqualTo(new SeriesTraits(VolumeKind.TICKS, EmptyMinutes.ABSENT, Source.UPLOAD));
  }

  @Test
  void candlesFromMemoryAreImportedToo() throws IOException {
    read(SERIES, csv(line(0, 10), line(1, 11), line(2, 12)));
    CandleSeries copy = new CandleSeries("copy", "BTC/USDT", Timeframe.M5);

    importer.importCandles(copy, store.load(SERIES, 10), Source.UPLOAD);

    assertThat(store.load(copy, 10).close()).isEqualTo(store.load(SERIES, 10).close());
  }

  private record Counts(
      long received, long inserted, long updated, long duplicates, long rejected) {
    static Counts of(ImportResult result) {
      return new Counts(
          result.received(),
          result.inserted(),
          result.updated(),
          result.duplicates(),
          result.rejected());
    }
  }

  private static SeriesSummary summary(long rows, Instant first, Instant last) {
    return new SeriesSummary(
        SERIES, rows, first, last, 0, new SeriesTraits(VolumeKind.BASE, null, Source.UPLOAD));
  }

  private ImportResult read(CandleSeries series, InputStream file) throws IOException {
    return importer.importFile(series, file, FileOptions.NONE, false);
  }

  private long gapsAfter(int... bars) throws IOException {
    read(SERIES, csv(IntStream.of(bars).mapToObj(bar -> line(bar, 10)).toArray(String[]::new)));
    return store.find(SERIES).orElseThrow().gaps();
  }

  private long countedGaps() {
    long[] time = store.load(SERIES, 100_000).time();
    return IntStream.range(1, time.length)
        .filter(i -> time[i] - time[i - 1] > SERIES.timeframe().millis())
        .count();
  }

  private long stored() {
    return jdbc.queryForObject("SELECT count(*) FROM candles", Long.class);
  }

  private Instant updatedAt() {
    return jdbc.queryForObject("SELECT updated_at FROM candle_series", Timestamp.class).toInstant();
  }

  private static Instant at(int bar) {
    return START.plusMillis(bar * SERIES.timeframe().millis());
  }

  private static String line(int bar, int open) {
    return "%s,%d,%d,%d,%s,1\n".formatted(at(bar), open, open + 1, open - 1, open + 0.5);
  }

  private static InputStream csv(String... lines) {
    return new ByteArrayInputStream(
        (HEADER + String.join("", lines)).getBytes(StandardCharsets.UTF_8));
  }
}
