package dev.trainyard.callback.delivery;

import java.net.UnknownHostException;

/** A name leads to addresses that are not called only. */
final class RefusedAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  RefusedAddressException(String message) {
    super(message);
  }
}
