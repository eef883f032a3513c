package dev.trainyard.api.marketdata;

import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The body of an upload as a stream of CSV, plain or compressed with gzip. */
final class UploadBody {
  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "text/csv",
          "application/csv",
          "text/tab-separated-values",
          "application/gzip",
          "application/x-gzip",
          "application/octet-stream");

  private static final Set<String> ENCODINGS = Set.of("gzip", "x-gzip", "identity");

  /** A .gz file that was sent with Content-Encoding: gzip may be compressed twice. */
  private static final int MAX_GZIP_LAYERS = 2;

  private static final int GZIP_BUFFER_BYTES = 1 << 16;

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
    InputStream body = buffered(request.getInputStream());
    for (int layer = 0; layer < MAX_GZIP_LAYERS && isGzip(body); layer++) {
      body = buffered(new GZIPInputStream(body, GZIP_BUFFER_BYTES));
    }
    return body;
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
        "Content-Type is not read; expected text/csv, application/gzip or application/octet-stream,"
            + " as in curl -H 'Content-Type: text/csv' --data-binary @candles.csv");
  }

  private static InputStream buffered(InputStream input) {
    return new BufferedInputStream(input, GZIP_BUFFER_BYTES);
  }

  /** Told by its first two bytes (RFC 1952), since CSV cannot begin with them. */
  private static boolean isGzip(InputStream body) throws IOException {
    body.mark(2);
    byte[] magic = body.readNBytes(2);
    body.reset();
    return magic.length == 2
        && ((magic[0] & 0xff) | (magic[1] & 0xff) << 8) == GZIPInputStream.GZIP_MAGIC;
  }
}
