package dev.trainyard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.market.Timeframe;
import dev.trainyard.market.file.FileOptions;
import dev.trainyard.support.TestServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every way in which candles change, and the few in which those of a training do not. */
class CandleVersionsIT {
  private static final CandleSeries SERIES = new CandleSeries("binance", "BTC/USDT", Timeframe.M5);
  private static final CandleSeries FINER = new CandleSeries("binance", "BTC/USDT", Timeframe.M1);
  private static final CandleSeries OTHER = new CandleSeries("binance", "ETH/USDT", Timeframe.M5);
  private static final Instant START = Instant.parse("2025-04-03T17:00:00Z");
  private static final Instant TO = at(10);

  private static DataSource dataSource;

  private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
  private final TransactionTemplate transactions =
      new TransactionTemplate(new JdbcTransactionManager(dataSource));
  private final CandleImporter importer = new CandleImporter(jdbc, transactions);
  private final CandleVersions versions = new CandleVersions(JdbcClient.create(jdbc));

  @BeforeAll
  static void migrate() {
    dataSource = TestServers.shared().freshDatabase().dataSource();
    Flyway.configure().dataSource(dataSource).load().migrate();
  }

  @BeforeEach
  void begin() throws IOException {
    jdbc.execute("TRUNCATE candle_blocks, candle_rows, candle_series");
    candles(SERIES, 0, 10, 1);
  }

  @Test
  void itStaysWhenCandlesComeBehindAndWhenTheSameComeAgain() throws IOException {
    String version = version();

    candles(SERIES, 11, 20, 1);
    candles(SERIES, 25, 30, 1);
    candles(SERIES, 2, 4, 1);
    candles(OTHER, 0, 10, 1);
    candles(FINER, 0, 10, 1);

    assertThat(version()).isEqualTo(version);
  }

  @Test
  void eachOtherChangeMakesANewOne() throws IOException {
    Set<String> seen = new HashSet<>(Set.of(version()));

    candles(SERIES, 3, 3, 2);
    assertThat(seen.add(version())).as("a candle is corrected").isTrue();
    candles(SERIES, -5, -1, 1);
    assertThat(seen.add(version())).as("candles come before").isTrue();
    candles(SERIES, 8, 12, 3);
    assertThat(seen.add(version())).as("an upload overlaps").isTrue();
    jdbc.update("UPDATE candles SET close = close + 1 WHERE time = '2025-04-03T17:10:00Z'");
    assertThat(seen.add(version())).as("an update by hand").isTrue();
    jdbc.update("DELETE FROM candles WHERE time = '2025-04-03T17:10:00Z'");
    assertThat(seen.add(version())).as("a deletion by hand").isTrue();
    candles(SERIES, 2, 2, 1);
    assertThat(seen.add(version())).as("the hole is filled").isTrue();
    jdbc.update("UPDATE candle_series SET empty_minutes = 'filled'");
    assertThat(seen.add(version())).as("its traits are changed").isTrue();
    jdbc.execute("TRUNCATE candle_blocks, candle_rows");
    assertThat(seen.add(version())).as("all are deleted").isTrue();
    jdbc.execute("DELETE FROM candle_series");
    assertThat(seen.add(version())).as("the series is gone").isTrue();
    candles(SERIES, 0, 10, 1);
    assertThat(seen.add(version())).as("it is uploaded again").isTrue();
  }

  @Test
  void candlesThatComeBehindCountWhileTheEndIsNotReached() throws IOException {
    jdbc.update("DELETE FROM candles WHERE time > '2025-04-03T17:20:00Z'");
    jdbc.update("UPDATE candle_series SET last_time = '2025-04-03T17:20:00Z', rows = 5");
    String cut = version();

    candles(SERIES, 5, 20, 1);

    assertThat(version()).isNotEqualTo(cut);
  }

  @Test
  void aSeriesThatIsBuiltHasTheVersionOfTheOneOfWhichItIsBuilt() throws IOException {
    CandleSeries built = new CandleSeries("binance", "BTC/USDT", Timeframe.H1);
    String version = versions.upTo(START, List.of(built));

    candles(SERIES, 3, 3, 2);
    String corrected = versions.upTo(START, List.of(built));
    candles(new CandleSeries("binance", "BTC/USDT", Timeframe.M15), 0, 3, 1);

    assertThat(corrected).isNotEqualTo(version);
    assertThat(versions.upTo(START, List.of(built))).as("another source").isNotEqualTo(corrected);
  }

  @Test
  void anImportThatFailsChangesNothing() {
    String version = version();

    transactions.executeWithoutResult(
        status -> {
          jdbc.update("UPDATE candles SET close = close + 1");
          status.setRollbackOnly();
        });

    assertThat(version()).isEqualTo(version);
  }

  private String version() {
    return versions.upTo(TO, List.of(SERIES));
  }

  private static Instant at(int candle) {
    return START.plusSeconds(candle * 300L);
  }

  private void candles(CandleSeries series, int first, int last, double volume) throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
    for (int i = first; i <= last; i++) {
      csv.append(START.toEpochMilli() + i * series.timeframe().millis())
          .append(",10,12,9,11,")
          .append(volume)
          .append('\n');
    }
    importer.importFile(
        series,
        new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)),
        FileOptions.NONE,
        false);
  }
}
