package dev.trainyard.api.marketdata;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.market.file.UnreadableFileException;
import dev.trainyard.marketdata.CandleImporter;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.ImportResult;
import dev.trainyard.marketdata.OtherVolumesException;
import dev.trainyard.marketdata.SeriesSummary;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The inventory of candles, and their upload. */
@RestController
@RequestMapping("/api/v2/training/market-data")
class MarketDataController {
  private static final int RETRY_AFTER_SECONDS = 10;

  private final CandleStore store;
  private final CandleImporter importer;
  private final AuditLog audit;
  private final int concurrentUploads;
  private final Semaphore uploads;

  MarketDataController(
      CandleStore store, CandleImporter importer, AuditLog audit, UploadSettings settings) {
    this.store = store;
    this.importer = importer;
    this.audit = audit;
    this.concurrentUploads = settings.concurrentUploads();
    this.uploads = new Semaphore(concurrentUploads);
  }

  @GetMapping
  ResponseEntity<MarketDataPage> inventory(HttpServletRequest request) {
    RequestParameters parameters = new RequestParameters(request.getQueryString());
    int limit = parameters.limit();
    Cursor cursor = parameters.cursor();
    List<SeriesSummary> series =
        cursor == null
            ? store.inventory(limit + 1)
            : store.inventory(cursor.read(SeriesParameters::ofCursor), limit + 1);
    return json(MarketDataPage.of(series, limit));
  }

  @PostMapping("/{exchange}/{symbol}/{timeframe}")
  ResponseEntity<UploadResponse> upload(
      @PathVariable String exchange,
      @PathVariable String symbol,
      @PathVariable String timeframe,
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller,
      HttpServletRequest request) {
    CandleSeries series = SeriesParameters.ofPath(exchange, symbol, timeframe);
    UploadParameters parameters = UploadParameters.of(request.getQueryString());
    if (!uploads.tryAcquire()) {
      throw MarketDataProblem.busy(concurrentUploads, RETRY_AFTER_SECONDS);
    }
    try {
      ImportResult result = upload(series, request, parameters);
      if (!parameters.dryRun()) {
        audit.change(Caller.of(caller), "market-data.upload", series, () -> Optional.of(result));
      }
      return json(UploadResponse.of(result, parameters.dryRun()));
    } finally {
      uploads.release();
    }
  }

  /** JSON whatever the client accepts, as the routes answer: an upload is stored by now. */
  private static <T> ResponseEntity<T> json(T body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }

  private ImportResult upload(
      CandleSeries series, HttpServletRequest request, UploadParameters parameters) {
    try {
      ImportResult result =
          importer.importFile(
              series, UploadBody.open(request), parameters.options(), parameters.dryRun());
      if (result.received() == 0) {
        throw MarketDataProblem.unreadable("the file has a header and no candles", null);
      }
      if (result.rejected() == result.received()) {
        throw MarketDataProblem.nothingUsable(result.rejected(), result.rejections());
      }
      return result;
    } catch (UnreadableFileException e) {
      throw MarketDataProblem.unreadable(
          Objects.requireNonNull(e.getMessage(), "a refusal without words"), e);
    } catch (OtherVolumesException e) {
      throw MarketDataProblem.unreadable(
          Objects.requireNonNull(e.getMessage(), "a refusal without words"), e);
    } catch (ZipException | EOFException e) {
      throw MarketDataProblem.unreadable("the gzip or zip data are damaged or incomplete", e);
    } catch (IOException e) {
      throw e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException
          ? MarketDataProblem.incomplete(
              HttpStatus.REQUEST_TIMEOUT, "no more of the file came in time", e)
          : MarketDataProblem.incomplete(
              HttpStatus.BAD_REQUEST, "the request ended before the file did", e);
    }
  }
}
