package dev.trainyard.cache;

/** So many wait for answers that others compute that no more may. */
public final class TooManyWaitingException extends RuntimeException {
  TooManyWaitingException(int limit) {
    super(
        "%d others wait already for answers that are being computed: try again later"
            .formatted(limit));
  }
}
