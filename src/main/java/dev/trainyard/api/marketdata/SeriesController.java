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
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
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
    SeriesSummary summary =
        store.find(of).orElseThrow(() -> new UnknownSeriesException(of, store.nearest(of)));
    Instant first = parameters.time("from");
    Instant end = parameters.time("to");
    Instant to = end == null ? summary.lastTime().plusMillis(of.timeframe().millis()) : end;
    Instant from =
        first == null ? to.minusMillis(Math.multiplyExact(bars, of.timeframe().millis())) : first;
    if (!from.isBefore(to)) {
      throw new InvalidParameterException("from", "must be before to, which is " + to);
    }
    // Nothing lies outside, and a range of centuries has no bars
    Instant lower = from.isBefore(summary.firstTime()) ? summary.firstTime() : from;
    Instant last = summary.lastTime().plusMillis(of.timeframe().millis());
    return json(series.bars(of, lower, to.isAfter(last) ? last : to, bars));
  }

  /** Where its candles are, and where they are missing. */
  @GetMapping("/coverage")
  ResponseEntity<SeriesCoverage> coverage(
      @PathVariable String exchange,
      @PathVariable String symbol,
      @PathVariable String timeframe,
      HttpServletRequest request) {
    RequestParameters.none(request.getQueryString());
    return json(series.coverage(SeriesParameters.ofPath(exchange, symbol, timeframe), PARTS));
  }

  private static <T> ResponseEntity<T> json(T body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }
}
