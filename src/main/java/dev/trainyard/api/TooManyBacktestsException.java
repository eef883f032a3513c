package dev.trainyard.api;

/** So many back-tests are computed for other clients that no more are begun. */
final class TooManyBacktestsException extends RuntimeException {
  TooManyBacktestsException(int limit) {
    super(
        "%d back-tests run at once and others wait (trainyard.http.concurrent-backtests): try again later"
            .formatted(limit));
  }
}
