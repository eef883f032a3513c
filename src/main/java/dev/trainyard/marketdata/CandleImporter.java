package dev.trainyard.marketdata;

import dev.trainyard.market.Candles;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.market.file.CandleFileReader;
import dev.trainyard.market.file.CandleFileReport;
import dev.trainyard.market.file.FileOptions;
import dev.trainyard.marketdata.SeriesTraits.Source;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Adds candles to a series in one transaction: an import is stored completely or not at all.
 *
 * <p>Candles are kept aside, whatever their number and however slowly they arrive, and the
 * transaction begins when all of them are there. What it does in the end is serialised with other
 * imports of the same series.
 */
public final class CandleImporter {
  private static final int MAX_STATEMENT_MILLIS = 600_000;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;

  /**
   * @param transactions read committed, on the data source of {@code jdbc}
   */
  public CandleImporter(JdbcTemplate jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /**
   * Imports a file. Of lines with the same time the last in the file is stored, however the file is
   * sorted: somebody who appends the finished candle after the unfinished one means the later line.
   * When every line is rejected nothing is stored. Candles that still run by the clock of the
   * database are left out.
   *
   * @param file the file in a form that {@link CandleFileReader} accepts, read to its end, not
   *     closed
   * @param options what is known of the file
   * @param isTrial whether nothing is stored in the end, and all is done to tell what would be
   * @throws dev.trainyard.market.file.UnreadableFileException when it cannot be read as candles
   * @throws OtherVolumesException when the series has volumes of another kind
   * @throws IOException when reading it fails
   */
  public ImportResult importFile(
      CandleSeries series, InputStream file, FileOptions options, boolean isTrial)
      throws IOException {
    CandleFileReader reader =
        new CandleFileReader(
            series.timeframe(), series.base(), series.quote(), options, databaseClock());
    try (CandleSpool spool = new CandleSpool(series.timeframe())) {
      CandleFileReport report = reader.read(file, spool);
      return store(series, Source.UPLOAD, CandleMerge.Offered.of(report), spool, isTrial);
    }
  }

  /**
   * Imports candles from memory.
   *
   * @param candles aligned to the timeframe of the series, with volumes in the base currency
   * @param source how they came here
   */
  public ImportResult importCandles(CandleSeries series, Candles candles, Source source) {
    try (CandleSpool spool = new CandleSpool(series.timeframe())) {
      for (int i = 0; i < candles.size(); i++) {
        spool.accept(
            i + 1L,
            candles.time()[i],
            candles.open()[i],
            candles.high()[i],
            candles.low()[i],
            candles.close()[i],
            candles.volume()[i]);
      }
      return store(
          series,
          source,
          new CandleMerge.Offered(VolumeKind.BASE, null, candles.size()),
          spool,
          false);
    }
  }

  private ImportResult store(
      CandleSeries series,
      Source source,
      CandleMerge.Offered offered,
      CandleSpool spool,
      boolean isTrial) {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              if (isTrial) {
                status.setRollbackOnly();
              }
              return jdbc.execute(
                  (Connection connection) -> {
                    // Adding millions of candles is one statement; the pool resets the limit for
                    // the next user
                    connection.setNetworkTimeout(Runnable::run, MAX_STATEMENT_MILLIS);
                    return new CandleMerge(connection, series, source)
                        .merge(offered, spool, isTrial);
                  });
            }),
        "an import without a result");
  }

  /** The clock of the database, as it was when the import began. */
  private Clock databaseClock() {
    OffsetDateTime now =
        Objects.requireNonNull(
            jdbc.queryForObject("SELECT now()", OffsetDateTime.class), "a database without time");
    return Clock.fixed(now.toInstant(), ZoneOffset.UTC);
  }
}
