package dev.trainyard.market;

import dev.trainyard.demo.TradeAggregator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/** Real candles for tests: a week of trades from the class path, and longer files beside it. */
public final class RealCandles {
  private static final ConcurrentHashMap<String, Candles> READ = new ConcurrentHashMap<>();
  private static final String TRADES = "/bitstamp_trades_from_20131125_usd.csv";

  private RealCandles() {}

  /** Returns candles made of the trades on the class path: a wild week of BTC/USD in 2013. */
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

  /**
   * Reads the candles of a file of the test resources.
   *
   * @param file its name, such as {@code BTCUSDT-5m.csv}
   */
  public static Candles of(String file) {
    return READ.computeIfAbsent(file, RealCandles::parse);
  }

  /** Reads the bytes of such a file. */
  public static byte[] csv(String file) {
    return resource("/candles/" + file);
  }

  /** Reads the content of a compressed file of the test resources, named without its ending. */
  public static byte[] resource(String name) {
    try (InputStream in =
        new GZIPInputStream(RealCandles.class.getResourceAsStream(name + ".gz"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static Candles parse(String file) {
    List<String> lines = new String(csv(file), StandardCharsets.UTF_8).lines().toList();
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
