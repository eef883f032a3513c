package dev.trainyard.validation.risk;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Trade;
import dev.trainyard.text.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The risk of a strategy over a block of candles.
 *
 * @param tail value at risk; empty with too few days and trades
 * @param kellyFraction see {@link #kelly}
 * @param longestDrawdown longest time below a peak
 * @param rollingSharpe Sharpe ratios of 30 days; empty for a shorter block or without trades
 * @param multiples the trades in units of their risk; empty without trades
 */
public record Risk(
    Optional<TailRisk> tail,
    OptionalDouble kellyFraction,
    DrawdownDuration longestDrawdown,
    Optional<RollingSharpe> rollingSharpe,
    Optional<RiskMultiples> multiples) {

  static Risk of(BacktestResult result, BacktestSettings settings) {
    long[] time = result.times();
    double[] days = DailyReturns.of(result.returns(), time, result.from());
    List<Trade> trades = result.trades();
    double capital = settings.capital();
    return new Risk(
        TailRisk.of(days, trades.stream().mapToDouble(trade -> trade.pnl() / capital).toArray()),
        kelly(trades.stream().mapToDouble(Trade::pnl).toArray()),
        DrawdownDuration.longest(
            result.equity(), capital, time, result.from(), settings.candleMillis()),
        RollingSharpe.of(days),
        RiskMultiples.of(
            trades.stream()
                .map(Trade::riskMultiple)
                .flatMapToDouble(OptionalDouble::stream)
                .toArray()));
  }

  /**
   * Computes the share of the capital to stake for the fastest growth, W − (1 − W)/R. W is the
   * share of wins, R the mean win over the mean loss. J. L. Kelly, "A new interpretation of
   * information rate", Bell System Technical Journal 35, 1956. It is an upper bound at best, since
   * W and R are estimates.
   *
   * @param profits profits of the trades; a profit of 0 counts as neither win nor loss
   * @return −1 to 1; 1 without a loss, whatever R is; empty without a win, because R is then
   *     unknown
   */
  static OptionalDouble kelly(double[] profits) {
    int wins = 0;
    int losses = 0;
    double won = 0;
    double lost = 0;
    for (double profit : profits) {
      if (profit > 0) {
        wins++;
        won += profit;
      } else if (profit < 0) {
        losses++;
        lost -= profit;
      }
    }
    if (wins == 0) {
      return OptionalDouble.empty();
    }
    if (losses == 0) {
      return OptionalDouble.of(1);
    }
    double share = (double) wins / (wins + losses);
    double ratio = won / wins / (lost / losses);
    return OptionalDouble.of(Math.max(-1, Math.min(1, share - (1 - share) / ratio)));
  }

  /**
   * Returns the JSON shape; {@code basis} names the results of the tail, {@code days} or {@code
   * trades}.
   */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("basis", tail.map(TailRisk::label).orElse(null));
    map.put("var_95_pct", tail.map(t -> Json.number(t.var95Pct())).orElse(null));
    map.put("cvar_95_pct", tail.map(t -> Json.number(t.cvar95Pct())).orElse(null));
    map.put("kelly_fraction", Json.number(kellyFraction));
    map.put("longest_drawdown_bars", longestDrawdown.bars());
    map.put("longest_drawdown_days", Json.number(longestDrawdown.days()));
    map.put("rolling_sharpe_30d", rollingSharpe.map(Risk::rolling).orElse(null));
    map.put("r_multiples", multiples.map(RiskMultiples::toMap).orElse(null));
    return map;
  }

  private static Map<String, Object> rolling(RollingSharpe ratios) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("min", Json.number(ratios.min()));
    map.put("median", Json.number(ratios.median()));
    map.put("last", Json.number(ratios.last()));
    return map;
  }
}
