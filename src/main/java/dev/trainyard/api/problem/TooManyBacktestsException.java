package dev.trainyard.api.problem;

/** So many back-tests are computed for other clients that no more are begun. */
public final class TooManyBacktestsException extends RuntimeException {
  public TooManyBacktestsException(int limit) {
    super(
        "%d back-tests run at once and others wait (trainyard.http.concurrent-backtests): try again later"
            .formatted(limit));
  }
}
