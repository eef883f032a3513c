package dev.trainyard.api.marketdata;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The body of an upload, which is declared to be a file that may be read. */
final class UploadBody {
  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "text/csv",
          "application/csv",
          "text/tab-separated-values",
          "application/gzip",
          "application/x-gzip",
          "application/zip",
          "application/json",
          "application/vnd.apache.parquet",
          "application/x-parquet",
          "application/octet-stream");

  private static final Set<String> ENCODINGS = Set.of("gzip", "x-gzip", "identity");

  private UploadBody() {}

  /**
   * Opens the body.
   *
   * @throws MarketDataProblem when it is declared to be something else, before any of it is read
   */
  static InputStream open(HttpServletRequest request) throws IOException {
    requireMediaType(request.getContentType());
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !ENCODINGS.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
      throw MarketDataProblem.unsupported("Content-Encoding is not read; expected gzip or none");
    }
    return request.getInputStream();
  }

  private static void requireMediaType(String contentType) {
    if (contentType == null) {
      return;
    }
    try {
      MediaType type = MediaType.parseMediaType(contentType);
      if (MEDIA_TYPES.contains(type.getType() + "/" + type.getSubtype())) {
        return;
      }
    } catch (InvalidMediaTypeException e) {
      throw notAccepted();
    }
    throw notAccepted();
  }

  private static MarketDataProblem notAccepted() {
    return MarketDataProblem.unsupported(
        "Content-Type is not read; expected text/csv, application/json, application/vnd.apache.parquet, application/gzip, application/zip or application/octet-stream,"
            + " as in curl -H 'Content-Type: text/csv' --data-binary @candles.csv");
  }
}
