package dev.trainyard.api.strategy;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A back-test in which nothing is wrong. Each end of its slice is a bar, a time, or the end of the
 * series.
 *
 * @param strategy what is tested
 * @param parameters its parameters
 * @param series the candles
 * @param settings execution model, money and costs
 * @param fromBar first bar, counted from the oldest candle; null when not given
 * @param toBar end, exclusive; null when not given
 * @param from open time of the first candle, inclusive; null when not given
 * @param to end of the open times, exclusive; null when not given
 * @param include what is answered beside the metrics: {@code signals}, {@code trades}, {@code
 *     equity}
 */
record BacktestRequest(
    Strategy strategy,
    Parameters parameters,
    CandleSeries series,
    BacktestSettings settings,
    @Nullable Integer fromBar,
    @Nullable Integer toBar,
    @Nullable Instant from,
    @Nullable Instant to,
    Set<String> include) {

  /** Length of the candles. */
  Timeframe timeframe() {
    return series.timeframe();
  }
}
