package dev.trainyard.validation.risk;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.RoundedSum;
import dev.trainyard.backtest.Trade;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Regimes;
import dev.trainyard.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a back-test in one market regime.
 *
 * @param regime the regime
 * @param barShare share of the bars, 0..1; the shares of all regimes sum to 1, except that the
 *     first bars may have no regime
 * @param trades number of trades whose signal came in this regime
 * @param netProfitPct their net profit in percent of the initial capital
 */
public record RegimeResult(Regime regime, double barShare, int trades, double netProfitPct) {

  /** Returns one result per regime, in order. */
  public static List<RegimeResult> of(
      BacktestResult result, Regimes regimes, BacktestSettings settings) {
    int delay = settings.executionModel() == ExecutionModel.REALISTIC ? 1 : 0;
    List<Trade> trades = result.trades();
    List<RegimeResult> results = new ArrayList<>();
    for (Regime regime : Regime.values()) {
      int count = 0;
      double profit = 0;
      double magnitude = 0;
      for (Trade trade : trades) {
        if (regimes.isAt(trade.entryBar() - delay, regime)) {
          count++;
          profit += trade.pnl();
          magnitude += Math.abs(trade.pnl());
        }
      }
      int bars = regimes.count(regime, result.from(), result.to());
      results.add(
          new RegimeResult(
              regime,
              (double) bars / (result.to() - result.from()),
              count,
              RoundedSum.of(profit, magnitude) / settings.capital() * 100));
    }
    return results;
  }

  /** Returns the JSON shape: {@code bar_share, trades, net_profit_pct} by regime. */
  static Map<String, Object> toMap(List<RegimeResult> results) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (RegimeResult result : results) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("bar_share", Json.number(result.barShare));
      figures.put("trades", result.trades);
      figures.put("net_profit_pct", Json.number(result.netProfitPct));
      map.put(result.regime.label(), figures);
    }
    return map;
  }
}
