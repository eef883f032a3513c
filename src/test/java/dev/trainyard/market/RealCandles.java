package dev.trainyard.market;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Real candles for tests: a week that ships with the project, and longer files where present. */
public final class RealCandles {
  private static final ConcurrentHashMap<Path, Candles> READ = new ConcurrentHashMap<>();
  private static final String TRADES = "/bitstamp_trades_from_20131125_usd.csv";

  private RealCandles() {}

  /** Candles of the trades on the class path: a wild week of BTC/USD in 2013. */
  public static Candles bitstamp(Timeframe timeframe) {
    TradeAggregator aggregator = new TradeAggregator(timeframe);
    try (InputStream in = RealCandles.class.getResourceAsStream(TRADES);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .forEach(
              f ->
                  aggregator.add(
                      Long.parseLong(f[0]) * 1000,
                      Double.parseDouble(f[1]),
                      Double.parseDouble(f[2])));
      return aggregator.candles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder with data and golden results; a test without it is skipped. */
  public static Path shared() {
    Path shared = sharedPath();
    assumeThat(shared).as("shared data, see property trainyard.shared").exists();
    return shared;
  }

  /** Where that folder would be. */
  public static Path sharedPath() {
    return Path.of(System.getProperty("trainyard.shared", "../shared"));
  }

  /** A candle file of the shared data; a test without it is skipped. */
  public static Candles shared(String file) {
    return read(shared().resolve("data").resolve(file));
  }

  /** Reads a file with time, open, high, low, close, volume in its first columns. */
  public static Candles read(Path file) {
    return READ.computeIfAbsent(file, RealCandles::parse);
  }

  private static Candles parse(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      CandlesBuilder candles = new CandlesBuilder(lines.size());
      for (String line : lines.subList(1, lines.size())) {
        String[] f = line.split(",", -1);
        candles.add(
            time(f[0]),
            Double.parseDouble(f[1]),
            Double.parseDouble(f[2]),
            Double.parseDouble(f[3]),
            Double.parseDouble(f[4]),
            Double.parseDouble(f[5]));
      }
      return candles.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long time(String text) {
    String iso = text.replace(' ', 'T');
    Instant instant =
        iso.length() > 19
            ? Instant.parse(iso.replace("+00:00", "Z"))
            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    return instant.toEpochMilli();
  }
}
