package dev.trainyard.api.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trainyard.backtest.Trade;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.pipeline.rerun.RepeatedRun;
import dev.trainyard.pipeline.rerun.RepeatedRun.MarketTrade;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A configuration's back-test over all candles that it was trained on.
 *
 * @param configId the configuration
 * @param from open time of the first candle
 * @param to open time of the last candle
 * @param holdoutFrom open time of the first candle that the search had not seen; null without
 *     validation
 * @param dataChanged whether the candles are others than at the training
 * @param metrics of all candles, those of the search included
 * @param equity open time of a candle and the equity at its close, in money; thinned so that the
 *     highest and lowest points of each part and the deepest drawdown are kept, and the last candle
 * @param totalTrades closed trades
 * @param trades the newest of them, oldest first
 * @param windows the walk-forward windows; null without validation
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ConfigurationBacktest(
    UUID configId,
    Instant from,
    Instant to,
    @Nullable Instant holdoutFrom,
    boolean dataChanged,
    Map<String, Object> metrics,
    List<List<Object>> equity,
    int totalTrades,
    List<TradeRow> trades,
    @JsonRawValue @Nullable String windows) {
  /** More points than a screen has columns. */
  static final int MAX_POINTS = 2000;

  static final int MAX_TRADES = 10_000;

  /**
   * A closed trade.
   *
   * @param symbol market; left out when the configuration was trained on only one
   * @param targetPrice null when it has none
   * @param outOfSample whether it was opened in the hold-out; null without validation
   */
  record TradeRow(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String symbol,
      Instant entryTime,
      Instant exitTime,
      String side,
      double entryPrice,
      double exitPrice,
      double stopPrice,
      @Nullable Double targetPrice,
      double size,
      double pnl,
      double pnlPct,
      double costs,
      String reason,
      @Nullable Boolean outOfSample) {}

  static ConfigurationBacktest of(ConfigurationView configuration, RepeatedRun run) {
    long[] time = run.time();
    List<MarketTrade> trades = run.trades();
    Instant holdoutFrom =
        run.holdoutFrom().isPresent()
            ? Instant.ofEpochMilli(time[run.holdoutFrom().getAsInt()])
            : null;
    return new ConfigurationBacktest(
        configuration.configId(),
        Instant.ofEpochMilli(time[0]),
        Instant.ofEpochMilli(time[time.length - 1]),
        holdoutFrom,
        run.dataChanged(),
        run.result().metrics().toMap(),
        points(time, run.result().equity()),
        trades.size(),
        trades.subList(Math.max(0, trades.size() - MAX_TRADES), trades.size()).stream()
            .map(trade -> row(trade, holdoutFrom))
            .toList(),
        configuration.requireDocuments().walkForward());
  }

  private static List<List<Object>> points(long[] time, double[] equity) {
    return ThinnedCurve.bars(equity, MAX_POINTS)
        .mapToObj(bar -> List.<Object>of(Instant.ofEpochMilli(time[bar]), equity[bar]))
        .toList();
  }

  private static TradeRow row(MarketTrade of, @Nullable Instant holdoutFrom) {
    Trade trade = of.trade();
    return new TradeRow(
        of.symbol(),
        of.entryTime(),
        of.exitTime(),
        trade.side().name(),
        trade.entryPrice(),
        trade.exitPrice(),
        trade.stopPrice(),
        Double.isFinite(trade.targetPrice()) ? (Double) trade.targetPrice() : null,
        trade.size(),
        trade.pnl(),
        trade.pnlPct(),
        trade.costs(),
        trade.reason().name(),
        holdoutFrom == null ? null : (Boolean) !of.entryTime().isBefore(holdoutFrom));
  }
}
