package dev.trainyard.pipeline.rerun;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Trade;
import dev.trainyard.market.Candles;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.BasketEvaluator;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.strategy.Parameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The repeated back-test of a stored configuration.
 *
 * @param evaluator the back-test over all candles
 * @param parameters parameters of the configuration
 * @param result result over all candles
 * @param holdoutFrom first candle of the hold-out; empty without validation
 * @param dataChanged whether the candles have changed since the training, so that the verdict does
 *     not apply to this run
 */
public record RepeatedRun(
    RangeEvaluator evaluator,
    Parameters parameters,
    BacktestResult result,
    OptionalInt holdoutFrom,
    boolean dataChanged) {

  /**
   * A closed trade.
   *
   * @param symbol market; null when the configuration was trained on only one
   * @param trade the trade, in bars of its series
   * @param entryTime open time of the bar of the entry
   * @param exitTime open time of the bar of the exit
   */
  public record MarketTrade(
      @Nullable String symbol, Trade trade, Instant entryTime, Instant exitTime) {

    private static MarketTrade of(@Nullable String symbol, Trade trade, long[] time) {
      return new MarketTrade(
          symbol,
          trade,
          Instant.ofEpochMilli(time[trade.entryBar()]),
          Instant.ofEpochMilli(time[trade.exitBar()]));
    }
  }

  /** Returns the open time of each bar, epoch milliseconds. */
  public long[] time() {
    return evaluator.time();
  }

  /** Returns the filtered candles of the only series; empty when there are several. */
  public Optional<Candles> candles() {
    return evaluator instanceof BacktestEvaluator one
        ? Optional.of(one.indicators().candles())
        : Optional.empty();
  }

  /** Returns the trades of all series in the order of their exits. */
  public List<MarketTrade> trades() {
    return evaluator instanceof BasketEvaluator basket
        ? trades(basket)
        : result.trades().stream().map(trade -> MarketTrade.of(null, trade, time())).toList();
  }

  private List<MarketTrade> trades(BasketEvaluator basket) {
    List<MarketTrade> trades = new ArrayList<>();
    for (int k = 0; k < basket.series().size(); k++) {
      String symbol = basket.symbols().get(k);
      BacktestEvaluator one = basket.series().get(k);
      for (Trade trade : one.backtest(parameters).trades()) {
        trades.add(MarketTrade.of(symbol, trade, one.time()));
      }
    }
    trades.sort(Comparator.comparing(MarketTrade::exitTime));
    return trades;
  }

  /** Returns the result of buying and holding over all candles, at the same costs. */
  public BacktestResult buyAndHold() {
    return evaluator.buyAndHold();
  }
}
