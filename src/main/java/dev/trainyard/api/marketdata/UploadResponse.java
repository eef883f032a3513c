package dev.trainyard.api.marketdata;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.trainyard.marketdata.ImportResult;

/**
 * What a client is told of its upload.
 *
 * @param result what became of its candles
 * @param understood what its file was taken to mean
 */
record UploadResponse(@JsonUnwrapped ImportResult result, Understood understood) {

  /**
   * What a file was taken to mean.
   *
   * @param zone the zone of times that have no offset
   */
  record Understood(String zone) {
    /** How every file is read. */
    static final Understood DEFAULT = new Understood("UTC");
  }
}
