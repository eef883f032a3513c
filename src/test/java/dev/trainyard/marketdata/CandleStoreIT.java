package dev.trainyard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.marketdata.SeriesTraits.EmptyMinutes;
import dev.trainyard.marketdata.SeriesTraits.Source;
import dev.trainyard.support.TestServers;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class CandleStoreIT {
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final CandleSeries BTC_5M = series("binanceus", "BTC/USDT", Timeframe.M5);
  private static final CandleSeries BTC_1H = series("binanceus", "BTC/USDT", Timeframe.H1);
  private static final CandleSeries KRAKEN = series("kraken", "BTC/USDT", Timeframe.M5);
  private static final CandleSeries ETH = series("binanceus", "ETH/USDT", Timeframe.M5);

  private static CandleStore store;

  @BeforeAll
  static void fill() {
    DataSource dataSource = TestServers.shared().freshDatabase().dataSource();
    Flyway.configure().dataSource(dataSource).load().migrate();
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    TransactionTemplate transactions =
        new TransactionTemplate(new JdbcTransactionManager(dataSource));
    store = new CandleStore(jdbc, transactions);
    CandleImporter importer = new CandleImporter(jdbc, transactions);
    importer.importCandles(BTC_5M, candles(Timeframe.M5, 25_000), Source.UPLOAD);
    importer.importCandles(BTC_1H, candles(Timeframe.H1, 10), Source.UPLOAD);
    importer.importCandles(KRAKEN, candles(Timeframe.M5, 10), Source.UPLOAD);
    importer.importCandles(ETH, candles(Timeframe.M5, 10), Source.UPLOAD);
  }

  @Test
  void theLastCandlesAreTheNewestOldestFirst() {
    Candles candles = store.load(BTC_5M, 12_345);

    assertThat(candles.size()).isEqualTo(12_345);
    assertThat(candles.time()[0]).isEqualTo(time(Timeframe.M5, 25_000 - 12_345));
    assertThat(candles.time()[12_344]).isEqualTo(time(Timeframe.M5, 24_999));
    assertThat(candles.volume()[0]).isEqualTo(25_000 - 12_345);
  }

  @Test
  void askingForMoreThanThereIsGivesAll() {
    assertThat(store.load(BTC_5M, 5_000_000).size()).isEqualTo(25_000);
  }

  @Test
  void candlesByNumberAreReadAloneWhateverFollowsThem() {
    Candles candles = store.load(BTC_5M, 100, 300);

    assertThat(candles.size()).isEqualTo(200);
    assertThat(candles.volume()).startsWith(100).endsWith(299);
    assertThat(store.load(BTC_5M, 24_990, 25_000).volume()).endsWith(24_999);
  }

  @Test
  void aRangeIncludesItsBeginningAndNotItsEnd() {
    Candles candles =
        store.load(
            BTC_5M,
            Instant.ofEpochMilli(time(Timeframe.M5, 100)),
            Instant.ofEpochMilli(time(Timeframe.M5, 200)));

    assertThat(candles.size()).isEqualTo(100);
    assertThat(candles.volume()).startsWith(100).endsWith(199);
  }

  @Test
  void aRangeMayReachBeyondTheSeriesOrMissIt() {
    assertThat(store.load(BTC_5M, Instant.EPOCH, START.plusSeconds(1)).size()).isEqualTo(1);
    assertThat(store.load(BTC_5M, Instant.EPOCH, Instant.parse("2999-01-01T00:00:00Z")).size())
        .isEqualTo(25_000);
    assertThat(store.load(BTC_5M, Instant.EPOCH, START).size()).isZero();
    assertThat(store.load(BTC_5M, START.plusSeconds(1), START.plusSeconds(2)).size()).isZero();
  }

  @Test
  void theInventoryIsReadPageByPage() {
    List<SeriesSummary> first = store.inventory(3);

    assertThat(first).extracting(SeriesSummary::series).containsExactly(BTC_1H, BTC_5M, ETH);
    assertThat(store.inventory(ETH, 3)).extracting(SeriesSummary::series).containsExactly(KRAKEN);
    assertThat(first.get(1))
        .isEqualTo(
            new SeriesSummary(
                BTC_5M,
                25_000,
                START,
                Instant.ofEpochMilli(time(Timeframe.M5, 24_999)),
                0,
                new SeriesTraits(VolumeKind.BASE, EmptyMinutes.FILLED, Source.UPLOAD)));
  }

  @Test
  void anUnknownSeriesNamesTheNearestThatExist() {
    assertThatThrownBy(() -> store.load(series("binance", "BTC/USDT", Timeframe.M15), 10))
        .isInstanceOf(UnknownSeriesException.class)
        .hasMessage(
            "no candles of BTC/USDT 15m on binance; the nearest that exist: BTC/USDT 5m on binanceus,"
                + " BTC/USDT 1h on binanceus, BTC/USDT 5m on kraken, ETH/USDT 5m on binanceus");
    assertThat(store.nearest(series("binanceus", "ETH/USD", Timeframe.M5))).startsWith(ETH);
  }

  private static CandleSeries series(String exchange, String symbol, Timeframe timeframe) {
    return new CandleSeries(exchange, symbol, timeframe);
  }

  private static long time(Timeframe timeframe, int bar) {
    return START.toEpochMilli() + bar * timeframe.millis();
  }

  private static Candles candles(Timeframe timeframe, int size) {
    double[] price = new double[size];
    Arrays.fill(price, 100);
    long[] time = LongStream.range(0, size).map(bar -> time(timeframe, (int) bar)).toArray();
    double[] volume = LongStream.range(0, size).asDoubleStream().toArray();
    return new Candles(time, price, price, price, price, volume);
  }
}
