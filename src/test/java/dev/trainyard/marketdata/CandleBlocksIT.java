package dev.trainyard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.market.CandleFingerprint;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.SeriesTraits.Source;
import dev.trainyard.support.TestServers;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Blocks of candles, and the view of them. */
class CandleBlocksIT {
  private static final CandleSeries SERIES = new CandleSeries("blocks", "BTC/USDT", Timeframe.M1);
  private static final long STEP = Timeframe.M1.millis();

  /** The beginning of a block. */
  private static final long START =
      CandleBlock.millis(
          CandleBlock.start(
              CandleBlock.micros(Instant.parse("2025-04-03T17:05:00Z")), Timeframe.M1));

  private static DataSource dataSource;

  private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
  private final TransactionTemplate transactions =
      new TransactionTemplate(new JdbcTransactionManager(dataSource));
  private final CandleImporter importer = new CandleImporter(jdbc, transactions);
  private final CandleStore store = new CandleStore(jdbc, transactions);
  private final SeriesQueries queries = new SeriesQueries(jdbc, transactions);
  private final CandlePacking packing = new CandlePacking(jdbc, transactions, Clock.systemUTC());

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
  void theViewHasTheColumnsAndTypesOfTheFormerTable() {
    assertThat(
            jdbc.queryForList(
                """
                SELECT column_name || ' ' || data_type FROM information_schema.columns
                 WHERE table_name = 'candles' ORDER BY ordinal_position""",
                String.class))
        .containsExactly(
            "exchange text",
            "symbol text",
            "timeframe text",
            "time timestamp with time zone",
            "open double precision",
            "high double precision",
            "low double precision",
            "close double precision",
            "volume double precision");
  }

  @Test
  void theViewHasEachCandleBitForBit() {
    double[] extremes = {
      0.1,
      97_123.45,
      1e-8,
      123.456_789_01,
      0,
      -0.0,
      1.0 / 3,
      Math.PI * 1e9,
      Double.MIN_VALUE,
      Double.MIN_NORMAL,
      Math.nextDown(Double.MIN_NORMAL),
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      1L << 53,
      1e22,
      9.999999999999999e22,
      1e-300
    };
    NavigableMap<Long, double[]> candles = new TreeMap<>();
    for (int i = 0; i < 1_500; i++) {
      double one = i < 1_100 ? (i % 100) / 100.0 + 9 : extremes[i % extremes.length];
      candles.put(START + i * STEP, new double[] {one, i, one, i / 8.0, i % 7 == 0 ? one : 1});
    }
    for (int i = 0; i < extremes.length; i++) {
      double one = extremes[i];
      candles.put(START + (5_000 + 2_000L * i) * STEP, new double[] {one, one, one, one, one});
    }

    put(candles);

    assertThat(view()).isEqualTo(stored());
    assertThat(stored()).isEqualTo(lines(candles));
    assertThat(jdbc.queryForObject("SELECT count(*) FROM candles", Long.class))
        .isEqualTo(candles.size());
  }

  @Test
  void uploadsInAnyOrderOverTheBordersOfBlocksAreStoredAndCountedAsOneByOne() {
    Random random = new Random(11);
    NavigableMap<Long, double[]> all = new TreeMap<>();
    for (int upload = 0; upload < 40; upload++) {
      NavigableMap<Long, double[]> offered = new TreeMap<>();
      int from = random.nextInt(9_000);
      int size = random.nextInt(4) == 0 ? 1 : random.nextInt(3_000);
      int holes = random.nextInt(1, 5);
      for (int i = from; i <= from + size; i++) {
        if (holes == 1 || random.nextInt(holes) > 0) {
          offered.put(START + i * STEP, figures(random));
        }
      }
      if (offered.isEmpty()) {
        continue;
      }
      long inserted = offered.keySet().stream().filter(time -> !all.containsKey(time)).count();
      long updated =
          offered.entrySet().stream()
              .filter(one -> all.containsKey(one.getKey()))
              .filter(
                  one ->
                      !line(one.getKey(), one.getValue())
                          .equals(line(one.getKey(), all.get(one.getKey()))))
              .count();
      all.putAll(offered);

      ImportResult result = put(offered);

      assertThat(result.inserted()).isEqualTo(inserted);
      assertThat(result.updated()).isEqualTo(updated);
      assertThat(stored()).isEqualTo(lines(all));
      SeriesSummary summary = store.find(SERIES).orElseThrow();
      assertThat(summary.rows()).isEqualTo(all.size());
      assertThat(summary.gaps()).isEqualTo(gaps(all));
      assertThat(summary.firstTime().toEpochMilli()).isEqualTo(all.firstKey());
      assertThat(summary.lastTime().toEpochMilli()).isEqualTo(all.lastKey());
    }
    assertThat(view()).isEqualTo(lines(all));
  }

  @Test
  void anUploadRewritesOnlyTheBlocksThatItChanges() {
    Random random = new Random(12);
    NavigableMap<Long, double[]> all = new TreeMap<>();
    for (int i = 0; i < 5 * 1_024; i++) {
      all.put(START + i * STEP, figures(random));
    }
    put(all);
    List<String> before = versions();
    assertThat(before).hasSize(5);

    all.put(START + 2_000 * STEP, figures(random));
    put(all);

    List<String> after = versions();
    assertThat(after).hasSize(5);
    assertThat(Collections.disjoint(after.subList(1, 2), before)).isTrue();
    assertThat(before).containsAll(after.subList(2, 5)).contains(after.get(0));
  }

  @Test
  void uploadsOfTheSameCandlesAtOnceStoreEachOnce() throws Exception {
    Random random = new Random(13);
    NavigableMap<Long, double[]> all = new TreeMap<>();
    List<SortedMap<Long, double[]>> uploads = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      all.put(START + i * STEP, figures(random));
    }
    for (int i = 0; i < 24; i++) {
      int from = random.nextInt(5_000);
      uploads.add(all.subMap(START + from * STEP, START + (from + 1_500) * STEP));
    }
    uploads.add(all);

    List<ImportResult> results =
        atOnce(uploads.stream().<Callable<ImportResult>>map(one -> () -> put(one)).toList());

    assertThat(results.stream().mapToLong(ImportResult::inserted).sum()).isEqualTo(6_000);
    assertThat(results.stream().mapToLong(ImportResult::updated).sum()).isZero();
    assertThat(stored()).isEqualTo(lines(all));
    assertThat(store.find(SERIES).orElseThrow().rows()).isEqualTo(6_000);
    assertThat(store.find(SERIES).orElseThrow().gaps()).isZero();
  }

  @Test
  void sqlInsertsUpdatesAndDeletesThroughTheViewAndTheServiceSeesIt() {
    NavigableMap<Long, double[]> all = many(3_000);
    put(all);
    double[] other = {2, 3, 1, 2.5, 7};

    insert(START + 5_000 * STEP, other);
    all.put(START + 5_000 * STEP, other);
    insert(START - STEP, other);
    all.put(START - STEP, other);
    jdbc.update(
        "UPDATE candles SET volume = 1 / 3::double precision WHERE time = to_timestamp(? / 1000.0)",
        START + 1_500 * STEP);
    all.get(START + 1_500 * STEP)[4] = 1 / 3.0;
    jdbc.update("DELETE FROM candles WHERE time = to_timestamp(? / 1000.0)", START + 7 * STEP);
    all.remove(START + 7 * STEP);
    jdbc.update(
        "UPDATE candle_series SET rows = ?, first_time = first_time - interval '1 minute', last_time = to_timestamp(? / 1000.0)",
        all.size(),
        all.lastKey());

    assertThat(view()).isEqualTo(lines(all));
    assertThat(stored()).isEqualTo(lines(all));

    packing.pack();

    assertThat(jdbc.queryForObject("SELECT count(*) FROM candle_rows", Long.class)).isZero();
    assertThat(view()).isEqualTo(lines(all));
    assertThat(stored()).isEqualTo(lines(all));
  }

  @Test
  void sqlCannotAddACandleTwice() {
    put(many(10));

    assertThatThrownBy(() -> insert(START, new double[] {1, 1, 1, 1, 1}))
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void anUploadGoesOnWhereSqlHasChangedABlock() {
    NavigableMap<Long, double[]> all = many(3_000);
    put(all);
    jdbc.update("DELETE FROM candles WHERE time = to_timestamp(? / 1000.0)", START + 1_500 * STEP);

    ImportResult result = put(all);

    assertThat(result.inserted()).isEqualTo(1);
    assertThat(result.updated()).isZero();
    assertThat(stored()).isEqualTo(lines(all));
  }

  @Test
  void whatNoJobCanUseStaysAsItIs() {
    jdbc.update("INSERT INTO candles VALUES ('NoExchange', 'x', '7m', now(), 1, 1, 1, 1, 1)");
    put(many(10));
    insert(START + 20 * STEP, new double[] {1, 1, 1, 1, 1});

    packing.pack();
    packing.pack();

    assertThat(jdbc.queryForList("SELECT exchange FROM candle_rows", String.class))
        .containsExactly("NoExchange");
  }

  @Test
  void readersSeeEachCandleOnceWhileItIsPacked() throws Exception {
    NavigableMap<Long, double[]> all = many(20_000);
    put(all);
    Candles candles = store.load(SERIES, all.size());
    String fingerprint = CandleFingerprint.of(candles);
    jdbc.update("UPDATE candles SET volume = volume WHERE volume > 0");
    assertThat(jdbc.queryForObject("SELECT count(*) FROM candle_blocks", Long.class)).isZero();

    List<Callable<String>> work = new ArrayList<>();
    work.add(
        () -> {
          packing.pack();
          return fingerprint;
        });
    for (int i = 0; i < 30; i++) {
      work.add(() -> CandleFingerprint.of(store.load(SERIES, all.size())));
    }

    assertThat(atOnce(work)).containsOnly(fingerprint);
  }

  @Test
  void chartsAndCoverageAreThoseOfTheView() {
    Random random = new Random(15);
    NavigableMap<Long, double[]> all = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      if (random.nextInt(50) > 0 && (i < 2_000 || i > 3_100)) {
        all.put(START + i * STEP, figures(random));
      }
    }
    put(all);
    SeriesSummary summary = store.find(SERIES).orElseThrow();

    CandleBars bars =
        queries.bars(
            SERIES,
            Instant.ofEpochMilli(START + 11 * STEP),
            Instant.ofEpochMilli(START + 4_000 * STEP),
            100);
    SeriesCoverage coverage = queries.coverage(summary, 10);

    assertThat(
            jdbc.queryForList(
                """
                SELECT concat_ws(' ', (extract(epoch FROM min(time)) * 1000)::bigint, max(high), min(low),
                       (array_agg(open ORDER BY time))[1], (array_agg(close ORDER BY time DESC))[1], count(*))
                  FROM candles
                 WHERE time >= to_timestamp(? / 1000.0) AND time < to_timestamp(? / 1000.0)
                 GROUP BY date_bin(make_interval(secs => ?), time, timestamptz 'epoch')
                 ORDER BY min(time)""",
                String.class,
                START + 11 * STEP,
                START + 4_000 * STEP,
                bars.candlesPerBar() * 60))
        .hasSize(bars.time().size())
        .allSatisfy(
            line -> {
              String[] fields = line.split(" ", -1);
              int i = bars.time().indexOf(Long.valueOf(fields[0]));
              assertThat(bars.high().get(i)).isEqualTo(Double.parseDouble(fields[1]));
              assertThat(bars.low().get(i)).isEqualTo(Double.parseDouble(fields[2]));
              assertThat(bars.open().get(i)).isEqualTo(Double.parseDouble(fields[3]));
              assertThat(bars.close().get(i)).isEqualTo(Double.parseDouble(fields[4]));
            });
    assertThat(bars.candles())
        .isEqualTo(all.subMap(START + 11 * STEP, START + 4_000 * STEP).size());
    assertThat(coverage.rows()).isEqualTo(all.size());
    assertThat(coverage.gaps().get(0).missing())
        .isEqualTo(
            jdbc.queryForObject(
                """
                SELECT max(extract(epoch FROM time - before))::bigint / 60 - 1
                  FROM (SELECT time, lag(time) OVER (ORDER BY time) AS before FROM candles) AS n""",
                Long.class));
    assertThat(coverage.gaps())
        .isSortedAccordingTo((a, b) -> Long.compare(b.missing(), a.missing()))
        .hasSizeLessThanOrEqualTo(100);
    assertThat(coverage.stretches()).hasSize(10);
    assertThat(coverage.stretches().get(0).share()).isBetween(0.9, 1.0);
    assertThat(coverage.stretches().get(5).share()).isZero();
  }

  private NavigableMap<Long, double[]> many(int size) {
    Random random = new Random(size);
    NavigableMap<Long, double[]> all = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      all.put(START + i * STEP, figures(random));
    }
    return all;
  }

  private static double[] figures(Random random) {
    double price = random.nextInt(900_000, 1_000_000) / 100.0;
    return new double[] {
      price, price + 1, price - 1, price + 0.5, 1 + random.nextInt(1_000_000) / 1e5
    };
  }

  private void insert(long time, double[] figures) {
    jdbc.update(
        "INSERT INTO candles VALUES ('blocks', 'BTC/USDT', '1m', to_timestamp(? / 1000.0), ?, ?, ?, ?, ?)",
        time,
        figures[0],
        figures[1],
        figures[2],
        figures[3],
        figures[4]);
  }

  private ImportResult put(SortedMap<Long, double[]> candles) {
    double[][] figures = new double[5][candles.size()];
    int i = 0;
    for (double[] candle : candles.values()) {
      for (int k = 0; k < 5; k++) {
        figures[k][i] = candle[k];
      }
      i++;
    }
    return importer.importCandles(
        SERIES,
        new Candles(
            candles.keySet().stream().mapToLong(Long::longValue).toArray(),
            figures[0],
            figures[1],
            figures[2],
            figures[3],
            figures[4]),
        Source.UPLOAD);
  }

  private List<String> stored() {
    Candles candles = store.load(SERIES, Integer.MAX_VALUE);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < candles.size(); i++) {
      lines.add(
          line(
              candles.time()[i],
              new double[] {
                candles.open()[i],
                candles.high()[i],
                candles.low()[i],
                candles.close()[i],
                candles.volume()[i]
              }));
    }
    return lines;
  }

  private List<String> view() {
    return jdbc.query(
        """
        SELECT (extract(epoch FROM time) * 1000)::bigint, encode(float8send(open), 'hex'), encode(float8send(high), 'hex'),
               encode(float8send(low), 'hex'), encode(float8send(close), 'hex'), encode(float8send(volume), 'hex')
          FROM candles WHERE exchange = 'blocks' ORDER BY time""",
        (row, number) ->
            String.join(
                " ",
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)));
  }

  private static List<String> lines(NavigableMap<Long, double[]> candles) {
    return candles.entrySet().stream().map(one -> line(one.getKey(), one.getValue())).toList();
  }

  private static String line(long time, double[] figures) {
    StringBuilder line = new StringBuilder().append(time);
    for (double figure : figures) {
      line.append(" %016x".formatted(Double.doubleToLongBits(figure)));
    }
    return line.toString();
  }

  private static long gaps(NavigableMap<Long, double[]> candles) {
    long gaps = 0;
    long previous = candles.firstKey();
    for (long time : candles.keySet()) {
      gaps += time - previous > STEP ? 1 : 0;
      previous = time;
    }
    return gaps;
  }

  private List<String> versions() {
    return jdbc.queryForList(
        "SELECT ctid::text || xmin::text FROM candle_blocks ORDER BY start", String.class);
  }

  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(work)) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
