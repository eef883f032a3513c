package dev.trainyard.api.marketdata;

import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.InvalidParameterException;
import dev.trainyard.marketdata.CandleBars;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.SeriesCoverage;
import dev.trainyard.marketdata.SeriesQueries;
import dev.trainyard.marketdata.SeriesSummary;
import dev.trainyard.marketdata.UnknownSeriesException;
import dev.trainyard.operate.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A series as people look at it. */
@RestController
@RequestMapping("/api/v2/training/market-data/{exchange}/{symbol}/{timeframe}")
class SeriesController {
  private static final int DEFAULT_BARS = 1000;
  private static final int MOST_BARS = 5000;
  private static final int PARTS = 240;

  private final CandleStore store;
  private final SeriesQueries series;

  SeriesController(CandleStore store, SeriesQueries series) {
    this.store = store;
    this.series = series;
  }

  /** Its candles as the bars of a chart: by default its newest. */
  @GetMapping("/candles")
  ResponseEntity<CandleBars> candles(
      @PathVariable String exchange,
      @PathVariable String symbol,
      @PathVariable String timeframe,
      HttpServletRequest request) {
    CandleSeries of = SeriesParameters.ofPath(exchange, symbol, timeframe);
    RequestParameters parameters =
        RequestParameters.of(request.getQueryString(), "from", "to", "bars");
    Long given = parameters.count("bars");
    if (given != null && (given < 1 || given > MOST_BARS)) {
      throw new InvalidParameterException(
          "bars", "must be a whole number from 1 to %d, not \"%d\"".formatted(MOST_BARS, given));
    }
    int bars = given == null ? DEFAULT_BARS : given.intValue();
    Instant first = parameters.time("from");
    Instant end = parameters.time("to");
    if (first != null && end != null && !first.isBefore(end)) {
      throw new InvalidParameterException("from", "must be before to, which is " + end);
    }
    // Nothing lies outside, and a range of centuries has no bars
    SeriesSummary summary = store.find(of).orElseThrow(() -> missing(of));
    long step = of.timeframe().millis();
    Instant to = within(end, summary, summary.lastTime().plusMillis(step), step);
    Instant from = within(first, summary, to.minusMillis(bars * step), step);
    return json(series.bars(of, from, to, bars));
  }

  /**
   * A time as far as it lies within a series.
   *
   * @param given null for another time
   * @param other what counts then
   */
  private static Instant within(
      @Nullable Instant given, SeriesSummary summary, Instant other, long step) {
    Instant time = given == null ? other : given;
    Instant end = summary.lastTime().plusMillis(step);
    if (time.isBefore(summary.firstTime())) {
      return summary.firstTime();
    }
    return time.isAfter(end) ? end : time;
  }

  private NotFoundException missing(CandleSeries of) {
    return new NotFoundException(
        String.valueOf(new UnknownSeriesException(of, store.nearest(of)).getMessage()));
  }

  /** Where its candles are, and where they are missing. */
  @GetMapping("/coverage")
  ResponseEntity<SeriesCoverage> coverage(
      @PathVariable String exchange,
      @PathVariable String symbol,
      @PathVariable String timeframe,
      HttpServletRequest request) {
    RequestParameters.none(request.getQueryString());
    CandleSeries of = SeriesParameters.ofPath(exchange, symbol, timeframe);
    return json(series.coverage(store.find(of).orElseThrow(() -> missing(of)), PARTS));
  }

  private static <T> ResponseEntity<T> json(T body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }
}
