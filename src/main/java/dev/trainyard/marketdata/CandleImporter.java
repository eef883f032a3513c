package dev.trainyard.marketdata;

import dev.trainyard.market.Candles;
import dev.trainyard.market.csv.CandleCsvReader;
import dev.trainyard.market.csv.CandleCsvReport;
import dev.trainyard.market.csv.CandleSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
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
  private final Clock clock;

  /**
   * @param transactions read committed, on the data source of {@code jdbc}
   * @param clock shows which times lie in the future
   */
  public CandleImporter(JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Imports a file. Of lines with the same time the last in the file is stored, however the file is
   * sorted: somebody who appends the finished candle after the unfinished one means the later line.
   * When every line is rejected nothing is stored.
   *
   * @param csv the file in a form that {@link CandleCsvReader} accepts, read to its end, not closed
   * @throws dev.trainyard.market.csv.UnreadableCsvException when it cannot be read as candles
   * @throws IOException when reading it fails
   */
  public ImportResult importCsv(CandleSeries series, InputStream csv) throws IOException {
    CandleCsvReader reader =
        new CandleCsvReader(series.timeframe(), series.base(), series.quote(), clock);
    return importFrom(series, sink -> reader.read(csv, sink));
  }

  /**
   * Imports candles from memory.
   *
   * @param candles aligned to the timeframe of the series
   */
  public ImportResult importCandles(CandleSeries series, Candles candles) {
    try {
      return importFrom(
          series,
          sink -> {
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
            return new CandleCsvReport(candles.size(), 0, List.of(), true);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImportResult importFrom(CandleSeries series, CandleSource source) throws IOException {
    try {
      return Objects.requireNonNull(
          transactions.execute(status -> stageAndMerge(series, source)),
          "an import without a result");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private ImportResult stageAndMerge(CandleSeries series, CandleSource source) {
    return Objects.requireNonNull(
        jdbc.execute((Connection connection) -> stageAndMerge(connection, series, source)),
        "a merge without a result");
  }

  private static ImportResult stageAndMerge(
      Connection connection, CandleSeries series, CandleSource source) throws SQLException {
    // Merging millions of candles is one statement; the pool resets the limit for the next user
    connection.setNetworkTimeout(Runnable::run, MAX_STATEMENT_MILLIS);
    CandleMerge merge = new CandleMerge(connection, series);
    merge.createStagingTable();
    try (StagingCopy copy = new StagingCopy(connection)) {
      CandleCsvReport report = source.streamTo(copy);
      copy.finish();
      return merge.merge(report, copy);
    } catch (StagingCopy.CopyFailedException e) {
      throw e.cause();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface CandleSource {
    CandleCsvReport streamTo(CandleSink sink) throws IOException;
  }
}
