package dev.trainyard.marketdata;

import dev.trainyard.market.Candles;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.market.file.CandleFileReader;
import dev.trainyard.market.file.CandleSink;
import dev.trainyard.market.file.FileOptions;
import dev.trainyard.marketdata.SeriesTraits.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Adds candles to a series in one transaction: an import is stored completely or not at all.
 *
 * <p>Candles stream into a temporary table, whatever their number and however slowly they arrive.
 * Only the merge that follows is serialised with other imports of the same series.
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
    return importFrom(
        series,
        Source.UPLOAD,
        (sink, clock) ->
            CandleMerge.Staged.of(
                new CandleFileReader(
                        series.timeframe(), series.base(), series.quote(), options, clock)
                    .read(file, sink)),
        isTrial);
  }

  /**
   * Imports candles from memory.
   *
   * @param candles aligned to the timeframe of the series, with volumes in the base currency
   * @param source how they came here
   */
  public ImportResult importCandles(CandleSeries series, Candles candles, Source source) {
    try {
      return importFrom(
          series,
          source,
          (sink, clock) -> {
            for (int i = 0; i < candles.size(); i++) {
              sink.accept(
                  i + 1L,
                  candles.time()[i],
                  candles.open()[i],
                  candles.high()[i],
                  candles.low()[i],
                  candles.close()[i],
                  candles.volume()[i]);
            }
            return new CandleMerge.Staged(true, VolumeKind.BASE, null, candles.size());
          },
          false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImportResult importFrom(
      CandleSeries series, Source source, CandleSource candles, boolean isTrial)
      throws IOException {
    try {
      return Objects.requireNonNull(
          transactions.execute(
              status -> {
                ImportResult result =
                    Objects.requireNonNull(
                        jdbc.execute(
                            (Connection connection) ->
                                stageAndMerge(connection, series, source, candles)),
                        "a merge without a result");
                if (isTrial) {
                  status.setRollbackOnly();
                }
                return result;
              }),
          "an import without a result");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ImportResult stageAndMerge(
      Connection connection, CandleSeries series, Source source, CandleSource candles)
      throws SQLException {
    // Merging millions of candles is one statement; the pool resets the limit for the next user
    connection.setNetworkTimeout(Runnable::run, MAX_STATEMENT_MILLIS);
    CandleMerge merge = new CandleMerge(connection, series, source);
    merge.createStagingTable();
    Clock clock = clock(connection);
    try (StagingCopy copy = new StagingCopy(connection)) {
      CandleMerge.Staged staged = candles.streamTo(copy, clock);
      copy.finish();
      return merge.merge(staged, copy);
    } catch (StagingCopy.CopyFailedException e) {
      throw e.cause();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The clock of the database, as it was when the import began. */
  private static Clock clock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT now()")) {
      row.next();
      return Clock.fixed(row.getObject(1, OffsetDateTime.class).toInstant(), ZoneOffset.UTC);
    }
  }

  @FunctionalInterface
  private interface CandleSource {
    CandleMerge.Staged streamTo(CandleSink sink, Clock clock) throws IOException;
  }
}
