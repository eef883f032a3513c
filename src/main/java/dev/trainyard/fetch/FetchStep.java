package dev.trainyard.fetch;

import dev.trainyard.exchange.PageRequest;
import dev.trainyard.exchange.Turn;
import dev.trainyard.market.Candles;
import org.jspecify.annotations.Nullable;

/**
 * A page of a fetch on its way through the route {@code fetch-page}.
 *
 * @param fetch the fetch
 * @param page what the exchange is asked for
 * @param isProbe whether it only looks for the first candle of the market, and stores nothing
 * @param mayPause whether the fetch may give up its thread to wait for long
 * @param turn its turn to ask; null before it has one
 * @param candles what the exchange gave; null before it was asked
 */
public record FetchStep(
    ClaimedFetch fetch,
    PageRequest page,
    boolean isProbe,
    boolean mayPause,
    @Nullable Turn turn,
    @Nullable Candles candles) {

  FetchStep(ClaimedFetch fetch, PageRequest page, boolean isProbe, boolean mayPause) {
    this(fetch, page, isProbe, mayPause, null, null);
  }

  FetchStep at(Turn next) {
    return new FetchStep(fetch, page, isProbe, mayPause, next, candles);
  }

  FetchStep answered(Candles given) {
    return new FetchStep(fetch, page, isProbe, mayPause, turn, given);
  }
}
