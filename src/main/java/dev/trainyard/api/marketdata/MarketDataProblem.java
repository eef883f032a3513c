package dev.trainyard.api.marketdata;

import dev.trainyard.api.problem.Problems;
import dev.trainyard.market.file.Rejection;
import dev.trainyard.text.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** The problem documents (RFC 9457) of the market data endpoints. */
final class MarketDataProblem extends ErrorResponseException {

  private MarketDataProblem(HttpStatus status, String detail, @Nullable Throwable cause) {
    super(status, Problems.problem(status, detail), cause);
  }

  /** A body of a media type, or in an encoding, that is not read. */
  static MarketDataProblem unsupported(String detail) {
    return new MarketDataProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail, null);
  }

  /** A file that cannot be read as candles. */
  static MarketDataProblem unreadable(String message, @Nullable Throwable cause) {
    return withErrors(
        new MarketDataProblem(
            HttpStatus.UNPROCESSABLE_ENTITY, "nothing was stored: " + message, cause),
        List.of(new FieldError("body", message)));
  }

  /** A file in which no line holds a candle. */
  static MarketDataProblem nothingUsable(long rejected, List<Rejection> rejections) {
    return withErrors(
        new MarketDataProblem(
            HttpStatus.UNPROCESSABLE_ENTITY,
            "nothing was stored: each of the %d lines was rejected".formatted(rejected),
            null),
        rejections.stream().map(r -> new FieldError("line " + r.line(), r.reason())).toList());
  }

  /** A body that ended too early or came too slowly. */
  static MarketDataProblem incomplete(HttpStatus status, String detail, Throwable cause) {
    return new MarketDataProblem(status, "nothing was stored: " + detail, cause);
  }

  /** Too many uploads at the same time. */
  static MarketDataProblem busy(int uploads, int retryAfterSeconds) {
    MarketDataProblem problem =
        new MarketDataProblem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "%d uploads are running, which is the limit; try again later".formatted(uploads),
            null);
    problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterSeconds));
    return problem;
  }

  private static MarketDataProblem withErrors(MarketDataProblem problem, List<FieldError> errors) {
    problem.getBody().setProperty("errors", errors);
    return problem;
  }
}
