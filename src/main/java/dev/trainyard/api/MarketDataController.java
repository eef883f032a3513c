package dev.trainyard.api;

import dev.trainyard.market.csv.UnreadableCsvException;
import dev.trainyard.marketdata.CandleImporter;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.ImportResult;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The inventory of candles, and their upload. */
@RestController
@RequestMapping("/api/v2/training/market-data")
class MarketDataController {
  private static final int MAX_LIMIT = 500;
  private static final int RETRY_AFTER_SECONDS = 10;

  private final CandleStore store;
  private final CandleImporter importer;
  private final int concurrentUploads;
  private final Semaphore uploads;

  /**
   * @param concurrentUploads how many uploads may run at a time: each holds a database connection
   *     for as long as its client sends
   */
  MarketDataController(
      CandleStore store,
      CandleImporter importer,
      @Value("${trainyard.market-data.concurrent-uploads:4}") int concurrentUploads) {
    this.store = store;
    this.importer = importer;
    this.concurrentUploads = concurrentUploads;
    this.uploads = new Semaphore(concurrentUploads);
  }

  @GetMapping
  MarketDataPage inventory(
      @RequestParam(defaultValue = "50") int limit, @RequestParam Optional<String> cursor) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw MarketDataProblem.badParameter("limit", "expected 1 to " + MAX_LIMIT);
    }
    return MarketDataPage.of(
        cursor
            .map(SeriesParameters::ofCursor)
            .map(after -> store.inventory(after, limit + 1))
            .orElseGet(() -> store.inventory(limit + 1)),
        limit);
  }

  @PostMapping("/{exchange}/{symbol}/{timeframe}")
  ImportResult upload(
      @PathVariable String exchange,
      @PathVariable String symbol,
      @PathVariable String timeframe,
      HttpServletRequest request) {
    CandleSeries series = SeriesParameters.ofPath(exchange, symbol, timeframe);
    if (!uploads.tryAcquire()) {
      throw MarketDataProblem.busy(concurrentUploads, RETRY_AFTER_SECONDS);
    }
    try {
      return upload(series, request);
    } finally {
      uploads.release();
    }
  }

  private ImportResult upload(CandleSeries series, HttpServletRequest request) {
    try {
      ImportResult result = importer.importCsv(series, CandleUpload.open(request));
      if (result.received() == 0) {
        throw MarketDataProblem.unreadable("the file has a header and no candles", null);
      }
      if (result.rejected() == result.received()) {
        throw MarketDataProblem.nothingUsable(result.rejected(), result.rejections());
      }
      return result;
    } catch (UnreadableCsvException e) {
      throw MarketDataProblem.unreadable(e.getMessage(), e);
    } catch (ZipException | EOFException e) {
      throw MarketDataProblem.unreadable("the gzip data are damaged or incomplete", e);
    } catch (IOException e) {
      throw e.getCause() instanceof SocketTimeoutException
          ? MarketDataProblem.incomplete(
              HttpStatus.REQUEST_TIMEOUT, "no more of the file came in time", e)
          : MarketDataProblem.incomplete(
              HttpStatus.BAD_REQUEST, "the request ended before the file did", e);
    }
  }
}
