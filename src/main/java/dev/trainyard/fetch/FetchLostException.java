package dev.trainyard.fetch;

/** Thrown when a fetch was cancelled, or another process has taken it over. */
public final class FetchLostException extends RuntimeException {

  FetchLostException(String message) {
    super(message);
  }
}
