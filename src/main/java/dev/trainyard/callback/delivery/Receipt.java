package dev.trainyard.callback.delivery;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver has answered.
 *
 * @param callback the callback that was sent
 * @param status HTTP status; null when there was no answer
 * @param error why it is not delivered; null when it is
 * @param retryAfter how long the receiver asks to wait; null when it does not say
 */
public record Receipt(
    DueCallback callback,
    @Nullable Integer status,
    @Nullable String error,
    @Nullable Duration retryAfter) {
  private static final int GONE = 410;

  /** A call that ended without an answer. */
  static Receipt failed(DueCallback callback, String error) {
    return new Receipt(callback, null, error, null);
  }

  /** An answer. */
  static Receipt answered(DueCallback callback, int status, @Nullable Duration retryAfter) {
    boolean accepted = status >= 200 && status < 300;
    return new Receipt(callback, status, accepted ? null : refusal(status), retryAfter);
  }

  private static String refusal(int status) {
    if (status == GONE) {
      return "the receiver answered 410: it wants no more";
    }
    return status >= 300 && status < 400
        ? "the receiver answered %d; redirects are not followed".formatted(status)
        : "the receiver answered " + status;
  }

  /** Returns whether the receiver has accepted the callback. */
  public boolean isDelivered() {
    return error == null;
  }

  /** Returns whether the receiver asks never to be called again. */
  public boolean isGone() {
    return Objects.equals(status, GONE);
  }
}
