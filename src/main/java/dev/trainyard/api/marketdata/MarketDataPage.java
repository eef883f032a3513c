package dev.trainyard.api.marketdata;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.trainyard.marketdata.SeriesSummary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the inventory of candles.
 *
 * @param nextCursor continues the list, null at its end
 */
record MarketDataPage(List<Item> items, @JsonProperty("next_cursor") @Nullable String nextCursor) {

  /**
   * What is stored of one series.
   *
   * @param rows number of candles
   * @param from open time of the first candle
   * @param to open time of the last candle
   * @param gaps places where one or more candles are missing
   * @param volumeKind what the volumes count
   * @param emptyMinutes {@code filled} or {@code absent}: what became of times without trades; null
   *     when nobody knows
   * @param source {@code upload}, {@code fetch} or {@code both}: how the candles came here
   */
  record Item(
      String exchange,
      String symbol,
      String timeframe,
      long rows,
      Instant from,
      Instant to,
      long gaps,
      String volumeKind,
      @Nullable String emptyMinutes,
      String source) {}

  /**
   * @param series one more than the page has when the list goes on
   * @param limit items on the page
   */
  static MarketDataPage of(List<SeriesSummary> series, int limit) {
    List<Item> items = series.stream().limit(limit).map(MarketDataPage::item).toList();
    return new MarketDataPage(
        items,
        series.size() > limit
            ? SeriesParameters.cursorAfter(series.get(limit - 1).series())
            : null);
  }

  private static Item item(SeriesSummary summary) {
    return new Item(
        summary.series().exchange(),
        summary.series().symbol(),
        summary.series().timeframe().label(),
        summary.rows(),
        summary.firstTime(),
        summary.lastTime(),
        summary.gaps(),
        summary.traits().volumeKind().label(),
        summary.traits().emptyMinutes() == null ? null : summary.traits().emptyMinutes().label(),
        summary.traits().source().label());
  }
}
