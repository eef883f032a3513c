package dev.trainyard.marketdata;

import java.util.List;
import java.util.stream.Collectors;

/** There is no candle of a series; the message names the nearest ones that exist. */
public final class UnknownSeriesException extends RuntimeException {

  /**
   * @param nearest series that exist, the nearest first, perhaps none
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
