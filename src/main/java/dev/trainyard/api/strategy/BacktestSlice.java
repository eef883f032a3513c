package dev.trainyard.api.strategy;

import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.market.Candles;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.SeriesSummary;
import dev.trainyard.marketdata.UnknownSeriesException;
import dev.trainyard.text.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Cuts the candles of a back-test out of their series. */
@Component
class BacktestSlice {
  /** A back-test is answered at once, so its slice is bounded. */
  static final int MAX_BARS = 1_000_000;

  private final CandleStore candles;

  BacktestSlice(CandleStore candles) {
    this.candles = candles;
  }

  /**
   * The candles that a request asks for, at least one.
   *
   * @throws InvalidRequestException when there are none, or too many
   */
  Candles of(BacktestRequest request) {
    SeriesSummary series =
        candles
            .find(request.series())
            .orElseThrow(
                () ->
                    refused(
                        "symbol",
                        Objects.requireNonNull(
                            new UnknownSeriesException(
                                    request.series(), candles.nearest(request.series()))
                                .getMessage(),
                            "a refusal without words")));
    return request.from() == null && request.to() == null
        ? byBars(request, series)
        : byTimes(request, series);
  }

  private Candles byBars(BacktestRequest request, SeriesSummary series) {
    int rows = (int) Math.min(series.rows(), Integer.MAX_VALUE);
    int from = request.fromBar() == null ? 0 : request.fromBar();
    int to = request.toBar() == null ? rows : request.toBar();
    if (to > rows || from >= to) {
      throw refused(
          to > rows ? "to_bar" : "from_bar",
          "must lie within the %d candles of %s".formatted(rows, request.series()));
    }
    refuseTooMany("from_bar", to - from);
    return candles.load(request.series(), from, to);
  }

  private Candles byTimes(BacktestRequest request, SeriesSummary series) {
    Instant end = series.lastTime().plusMillis(request.timeframe().millis());
    Instant from = request.from() == null ? series.firstTime() : request.from();
    Instant to = request.to() == null ? end : request.to();
    Duration span =
        Duration.between(
            from.isBefore(series.firstTime()) ? series.firstTime() : from,
            to.isAfter(end) ? end : to);
    refuseTooMany("from", span.toMillis() / request.timeframe().millis());
    Candles slice = candles.load(request.series(), from, to);
    if (slice.size() == 0) {
      throw refused(
          "from",
          "no candles of %s from %s to %s; there are candles from %s to %s"
              .formatted(request.series(), from, to, series.firstTime(), series.lastTime()));
    }
    return slice;
  }

  private static void refuseTooMany(String field, long bars) {
    if (bars > MAX_BARS) {
      throw refused(field, "a slice has at most %d candles, not %d".formatted(MAX_BARS, bars));
    }
  }

  private static InvalidRequestException refused(String field, String message) {
    return new InvalidRequestException(List.of(new FieldError(field, message)));
  }
}
