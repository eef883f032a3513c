package dev.trainyard.fetch;

import dev.trainyard.exchange.Exchange;
import dev.trainyard.exchange.Exchanges;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.SeriesSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which stretch of a series is fetched when nobody says so, and which series there are. */
@Component
public class FetchRanges {
  /** How much of a market that nobody has fetched before is fetched. */
  private static final Duration FIRST = Duration.ofDays(30);

  private static final int PAGE = 500;

  private final CandleStore candles;
  private final Exchanges exchanges;

  FetchRanges(CandleStore candles, Exchanges exchanges) {
    this.candles = candles;
    this.exchanges = exchanges;
  }

  /**
   * The open time from which on a series is fetched: its first candle, so that holes are filled, or
   * the oldest that its exchange keeps.
   */
  public Instant begin(CandleSeries series, Instant end) {
    Instant first =
        candles
            .find(series)
            .map(summary -> summary.firstTime())
            .filter(begin -> begin.isBefore(end))
            .orElseGet(() -> end.minus(FIRST));
    return oldest(series, end).filter(first::isBefore).orElse(first);
  }

  /** A candle more than the exchange keeps may be over when it is asked. */
  private Optional<Instant> oldest(CandleSeries series, Instant end) {
    return exchanges
        .find(series.exchange())
        .filter(exchange -> exchange.history() != null)
        .flatMap(exchange -> kept(exchange, series.timeframe()))
        .map(end::minus);
  }

  private static Optional<Duration> kept(Exchange exchange, Timeframe timeframe) {
    Integer history = exchange.history();
    return history == null
        ? Optional.empty()
        : exchange
            .sourceOf(timeframe)
            .map(source -> Duration.ofMillis((history - 2) * source.millis()));
  }

  /** Returns the stored series whose exchange is described. */
  public List<CandleSeries> stored() {
    List<CandleSeries> found = new ArrayList<>();
    List<CandleSeries> page = series(candles.inventory(PAGE));
    while (!page.isEmpty()) {
      found.addAll(page);
      page = series(candles.inventory(page.get(page.size() - 1), PAGE));
    }
    return found.stream()
        .filter(
            one ->
                exchanges
                    .find(one.exchange())
                    .flatMap(exchange -> exchange.sourceOf(one.timeframe()))
                    .isPresent())
        .toList();
  }

  private static List<CandleSeries> series(List<SeriesSummary> summaries) {
    return summaries.stream().map(summary -> summary.series()).toList();
  }
}
