package dev.trainyard.marketdata;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a series has no candles; the message names the nearest series that exist. */
public final class UnknownSeriesException extends RuntimeException {

  /**
   * @param nearest existing series, the nearest first; may be empty
   */
  public UnknownSeriesException(CandleSeries series, List<CandleSeries> nearest) {
    super(
        nearest.isEmpty()
            ? "no candles of %s; there are none at all, upload some first".formatted(series)
            : "no candles of %s; the nearest that exist: %s"
                .formatted(
                    series,
                    nearest.stream()
                        .map(CandleSeries::toString)
                        .collect(Collectors.joining(", "))));
  }
}
