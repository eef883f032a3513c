package dev.trainyard.fetch;

import dev.trainyard.exchange.Exchange;
import dev.trainyard.exchange.Exchanges;
import dev.trainyard.exchange.PageRequest;
import dev.trainyard.fetch.Coverage.Stretch;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs a fetch from its first missing candle to its last, each page by the route {@code
 * fetch-page}.
 */
@Component
class FetchRun {
  private static final String ROUTE = "direct:fetch-page";

  /** A search for the first candle of a market pays when so many pages may be empty. */
  private static final int WORTH_A_SEARCH = 3;

  private final Exchanges exchanges;
  private final Coverage coverage;
  private final FetchStore store;
  private final CandleStore candles;
  private final ProducerTemplate routes;

  FetchRun(
      Exchanges exchanges,
      Coverage coverage,
      FetchStore store,
      CandleStore candles,
      ProducerTemplate routes) {
    this.exchanges = exchanges;
    this.coverage = coverage;
    this.store = store;
    this.candles = candles;
    this.routes = routes;
  }

  /** Follows a fetch. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Is told before a page is asked for.
     *
     * @param covered candles that have been asked for
     * @param wanted all that are missing
     */
    void page(long covered, long wanted);
  }

  /** What ends a fetch that cannot be had; the message is for people. */
  static final class ImpossibleException extends RuntimeException {
    private final @Nullable Instant earliest;

    ImpossibleException(String message, @Nullable Instant earliest) {
      super(message);
      this.earliest = earliest;
    }

    @Nullable Instant earliest() {
      return earliest;
    }
  }

  /**
   * Fetches what is missing.
   *
   * @param watcher is told of each page before it is asked for, and may throw to end the fetch
   * @return the first candle that the exchange has; null when it is not later than was asked for
   */
  @Nullable Instant run(ClaimedFetch fetch, Watcher watcher) {
    CandleSeries series = fetch.series();
    Exchange exchange =
        exchanges
            .find(series.exchange())
            .orElseThrow(() -> new ImpossibleException(exchanges.unknown(series.exchange()), null));
    Timeframe source =
        exchange
            .sourceOf(series.timeframe())
            .orElseThrow(
                () ->
                    new ImpossibleException(
                        "%s has no candles from which %s can be built"
                            .formatted(exchange.name(), series.timeframe().label()),
                        null));
    long now = coverage.now();
    long step = series.timeframe().millis();
    long end = Math.min(fetch.to().toEpochMilli(), Math.floorDiv(now, step) * step);
    if (end <= fetch.from().toEpochMilli()) {
      store.begin(fetch, 0);
      return null;
    }
    List<Stretch> missing = coverage.missing(series, fetch.from(), Instant.ofEpochMilli(end));
    requireHistory(exchange, source, missing, now);
    long wanted = missing.stream().mapToLong(one -> (one.to() - one.from()) / step).sum();
    store.begin(fetch, wanted);
    Runnable between = () -> watcher.page(store.covered(fetch), wanted);
    long first =
        candles
            .find(series)
            .map(summary -> summary.firstTime().toEpochMilli())
            .orElse(Long.MAX_VALUE);
    for (Stretch stretch : missing) {
      // Before the first stored candle there may be years without a market
      long from =
          stretch.from() < first
              ? begin(fetch, exchange, source, stretch, between)
              : stretch.from();
      fetch(fetch, exchange, source, new Stretch(from, stretch.to()), between);
    }
    return earliest(fetch);
  }

  private @Nullable Instant earliest(ClaimedFetch fetch) {
    return candles
        .find(fetch.series())
        .map(summary -> summary.firstTime())
        .filter(first -> first.isAfter(fetch.from()))
        .orElse(null);
  }

  private void requireHistory(
      Exchange exchange, Timeframe source, List<Stretch> missing, long now) {
    Integer history = exchange.history();
    if (history == null || missing.isEmpty()) {
      return;
    }
    long oldest = Math.floorDiv(now, source.millis()) * source.millis() - history * source.millis();
    if (missing.get(0).from() < oldest) {
      Instant earliest = Instant.ofEpochMilli(oldest);
      throw new ImpossibleException(
          "%s keeps %,d candles of %s: the earliest that can be had is %s; ask for what comes after it"
              .formatted(exchange.name(), history, source.label(), earliest),
          earliest);
    }
  }

  /**
   * The time from which on a market that nobody has fetched before has candles. Years without any
   * are found by days, since each page of minutes covers hours.
   */
  private long begin(
      ClaimedFetch fetch, Exchange exchange, Timeframe source, Stretch stretch, Runnable between) {
    Timeframe days = Timeframe.D1;
    long page = exchange.request().rows() * source.millis();
    if (!exchange.timeframes().containsKey(days)
        || source == days
        || stretch.to() - stretch.from() < WORTH_A_SEARCH * page) {
      return stretch.from();
    }
    long from = Math.floorDiv(stretch.from(), days.millis()) * days.millis();
    // Today has no candle of a day yet, so the last two days are always asked for
    long first = Math.min(stretch.to(), coverage.now() - 2 * days.millis());
    boolean isFound = false;
    while (from < first) {
      long to = from + exchange.request().rows() * days.millis();
      between.run();
      long found = ask(fetch, exchange, days, from, to, true);
      isFound |= found < to;
      first = found < to ? Math.min(first, found) : first;
      from = found < to ? first : to;
    }
    long step = fetch.series().timeframe().millis();
    long begin =
        Math.min(stretch.to(), Math.max(stretch.from(), Math.floorDiv(first, step) * step));
    if (begin > stretch.from()) {
      // A day that was found proves that there is nothing before it; an empty answer proves nothing
      if (isFound) {
        coverage.add(
            fetch.series(), Instant.ofEpochMilli(stretch.from()), Instant.ofEpochMilli(begin));
      }
      store.progress(fetch, (begin - stretch.from()) / step, 0, 0, 0);
    }
    return begin;
  }

  private void fetch(
      ClaimedFetch fetch, Exchange exchange, Timeframe source, Stretch stretch, Runnable between) {
    long step = fetch.series().timeframe().millis();
    long page = exchange.request().rows() * source.millis() / step * step;
    if (page == 0) {
      throw new ImpossibleException(
          "an answer of %s has %d candles of %s, which make none of %s"
              .formatted(
                  exchange.name(),
                  exchange.request().rows(),
                  source.label(),
                  fetch.series().timeframe().label()),
          null);
    }
    long from = stretch.from();
    while (from < stretch.to()) {
      between.run();
      from = ask(fetch, exchange, source, from, Math.min(stretch.to(), from + page), false);
    }
  }

  private long ask(
      ClaimedFetch fetch,
      Exchange exchange,
      Timeframe timeframe,
      long from,
      long to,
      boolean isProbe) {
    PageRequest page =
        new PageRequest(
            exchange, fetch.series().base(), fetch.series().quote(), timeframe, from, to);
    try {
      return Objects.requireNonNull(
          routes.requestBody(
              ROUTE, new FetchStep(fetch, page, isProbe, !fetch.isOfJob()), Long.class),
          "the route fetch-page ended without an answer");
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof FetchLostException lost) {
        throw lost;
      }
      if (e.getCause() instanceof FetchPausedException paused) {
        throw paused;
      }
      throw e;
    }
  }
}
