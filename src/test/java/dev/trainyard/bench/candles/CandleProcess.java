package dev.trainyard.bench.candles;

import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.CandleFingerprint;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleImporter;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does with the classes of one build what it is told line by line, and answers each line with a
 * number or a word. Builds differ in how candles are imported, so that is found by name.
 */
public final class CandleProcess {
  private static final int WARM_APPENDS = 100;

  private final CandleStore store;
  private final Object importer;

  private CandleProcess(String url) throws Exception {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    Flyway.configure().dataSource(database).load().migrate();
    SingleConnectionDataSource connection =
        new SingleConnectionDataSource(database.getConnection(), true);
    JdbcTemplate jdbc = new JdbcTemplate(connection);
    TransactionOperations transactions =
        new TransactionTemplate(new JdbcTransactionManager(connection));
    this.store = new CandleStore(jdbc, transactions);
    Constructor<?> constructor = CandleImporter.class.getConstructors()[0];
    this.importer =
        constructor.newInstance(
            Arrays.copyOf(
                new Object[] {jdbc, transactions, Clock.systemUTC()},
                constructor.getParameterCount()));
  }

  /**
   * Answers lines until there are no more.
   *
   * @param arguments URL of the database
   */
  public static void main(String[] arguments) throws Exception {
    CandleProcess process = new CandleProcess(arguments[0]);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("= ready");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println("= " + process.answer(line.split(" ")));
    }
  }

  private Object answer(String[] words) throws Exception {
    CandleSeries series = new CandleSeries("bench", words[1], Timeframe.M1);
    return switch (words[0]) {
      case "upload" -> upload(series, Path.of(words[2]));
      case "load" -> seconds(() -> store.load(series, Integer.parseInt(words[2])));
      case "prepare" -> seconds(() -> prepare(series, Integer.parseInt(words[2])));
      case "peak" -> peak(series, Integer.parseInt(words[2]));
      case "append" -> append(series, Integer.parseInt(words[2]));
      case "fingerprint" -> prepare(series, Integer.parseInt(words[2]));
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  /** Does what the preparation of a job does with its candles. */
  private String prepare(CandleSeries series, int candles) {
    Candles loaded = store.load(series, candles);
    return CandleFingerprint.of(CandleFilter.DEFAULT.apply(loaded, series.timeframe()).candles());
  }

  private double upload(CandleSeries series, Path file) throws Exception {
    long start = System.nanoTime();
    try (InputStream stream = Files.newInputStream(file)) {
      Method whole = method("importFile", "importCsv");
      Object[] values = {series, stream, null, false};
      if (whole.getParameterCount() > 2) {
        values[2] = whole.getParameterTypes()[2].getField("NONE").get(null);
      }
      whole.invoke(importer, Arrays.copyOf(values, whole.getParameterCount()));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Adds candles one at a time, and returns the median of the seconds that one takes. */
  private double append(CandleSeries series, int candles) throws Exception {
    Method one = method("importCandles");
    Candles last = store.load(series, 1);
    double[] seconds = new double[candles];
    for (int i = -WARM_APPENDS; i < candles; i++) {
      long time = last.time()[0] + (i + 1 + WARM_APPENDS) * series.timeframe().millis();
      double price = last.close()[0] + i / 100.0;
      Object[] values = {
        series,
        new Candles(
            new long[] {time},
            new double[] {price},
            new double[] {price + 1},
            new double[] {price - 1},
            new double[] {price},
            new double[] {1}),
        null
      };
      if (one.getParameterCount() > 2) {
        values[2] = one.getParameterTypes()[2].getEnumConstants()[0];
      }
      long start = System.nanoTime();
      one.invoke(importer, Arrays.copyOf(values, one.getParameterCount()));
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    Arrays.sort(seconds);
    return seconds[candles / 2];
  }

  private static Method method(String... names) {
    return Arrays.stream(CandleImporter.class.getMethods())
        .filter(method -> Arrays.asList(names).contains(method.getName()))
        .findFirst()
        .orElseThrow();
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Returns the bytes by which the heap grows at most, garbage included. */
  private long peak(CandleSeries series, int candles) {
    System.gc();
    System.gc();
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    long before = heap.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    prepare(series, candles);
    return heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before;
  }
}
