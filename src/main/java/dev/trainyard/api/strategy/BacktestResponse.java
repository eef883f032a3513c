package dev.trainyard.api.strategy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.backtest.Trade;
import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a back-test; bars are counted within its slice. What was not asked for is null,
 * and absent from the JSON.
 *
 * @param candles what was back-tested, which may be less than the times that were asked for
 * @param metrics figures by name
 * @param signals bar, BUY or SELL, stop, target
 * @param trades entry bar, exit bar, side, entry price, exit price, size, pnl, pnl as a fraction of
 *     the size, reason
 * @param equity equity at the close of each bar, in money
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings(
    "ArrayRecordComponent") // written once and compared by nobody; boxed it is 3 times as large
record BacktestResponse(
    Slice candles,
    Map<String, Object> metrics,
    @Nullable List<List<Object>> signals,
    @Nullable List<List<Object>> trades,
    double @Nullable [] equity) {

  /**
   * The candles of a back-test.
   *
   * @param bars how many
   * @param from open time of the first
   * @param to open time of the last
   */
  record Slice(int bars, Instant from, Instant to) {

    /** The slice that candles are, at least one. */
    static Slice of(Candles candles) {
      int bars = candles.size();
      return new Slice(
          bars,
          Instant.ofEpochMilli(candles.time()[0]),
          Instant.ofEpochMilli(candles.time()[bars - 1]));
    }
  }

  /** Signals in the form of an answer. */
  static List<List<Object>> rows(Signals signals) {
    List<List<Object>> rows = new ArrayList<>(signals.size());
    for (int k = 0; k < signals.size(); k++) {
      rows.add(
          List.of(
              signals.bar(k),
              signals.side(k) == Side.LONG ? "BUY" : "SELL",
              signals.stop(k),
              signals.target(k)));
    }
    return rows;
  }

  /** Trades in the form of an answer. */
  static List<List<Object>> rows(List<Trade> trades) {
    return trades.stream()
        .map(
            trade ->
                List.<Object>of(
                    trade.entryBar(),
                    trade.exitBar(),
                    trade.side().name(),
                    trade.entryPrice(),
                    trade.exitPrice(),
                    trade.size(),
                    trade.pnl(),
                    trade.pnlPct(),
                    trade.reason().name()))
        .toList();
  }
}
