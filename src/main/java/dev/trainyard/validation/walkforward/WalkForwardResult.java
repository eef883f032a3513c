package dev.trainyard.validation.walkforward;

import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.RoundedSum;
import dev.trainyard.text.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The result of all walk-forward windows. Their tests follow one another without a gap; joined,
 * they show what trading with repeated searches would have earned.
 *
 * @param windows oldest first
 * @param netProfitPct net profit of the joined tests in percent of the capital
 * @param sharpeRatio annualised, of the joined returns; empty with fewer than two trades, and
 *     without deviation
 * @param maxDrawdownPct maximum drawdown of the joined curve, 0 or negative
 * @param totalTrades closed trades of all tests
 * @param efficiency annualised return of the joined tests over the mean annualised return of the
 *     windows' searches (R. Pardo, "The evaluation and optimization of trading strategies", 2008);
 *     empty unless the latter is positive
 * @param stability 0..1, see {@link #stability(List)}; empty when no window has a trade
 * @param curve the joined equity, at most {@link #CURVE_POINTS} points
 */
public record WalkForwardResult(
    List<WindowResult> windows,
    double netProfitPct,
    OptionalDouble sharpeRatio,
    double maxDrawdownPct,
    int totalTrades,
    OptionalDouble efficiency,
    OptionalDouble stability,
    List<CurvePoint> curve) {

  /** The most points of a curve. */
  public static final int CURVE_POINTS = 256;

  public WalkForwardResult {
    windows = List.copyOf(windows);
    curve = List.copyOf(curve);
  }

  static WalkForwardResult of(List<WindowResult> windows, JoinedCurve joined) {
    ReturnMoments moments = joined.moments();
    int trades =
        windows.stream()
            .flatMap(window -> window.chosen().stream())
            .mapToInt(chosen -> chosen.outOfSample().metrics().totalTrades())
            .sum();
    double inSample =
        mean(
            windows.stream()
                .flatMap(window -> window.chosen().stream())
                .mapToDouble(chosen -> WindowResult.annual(chosen.inSample()))
                .toArray());
    return new WalkForwardResult(
        windows,
        joined.netProfitPct(),
        trades < 2 ? OptionalDouble.empty() : moments.annualSharpeIfAny(),
        joined.maxDrawdownPct(),
        trades,
        efficiency(moments.mean() * moments.barsPerYear(), inSample),
        trades == 0 ? OptionalDouble.empty() : OptionalDouble.of(stability(windows)),
        joined.points(CURVE_POINTS));
  }

  /**
   * Computes how similar the results of the windows are: 0.4·[1/(1 + s) if their mean Sharpe ratio
   * is positive, else 0] + 0.3/(1 + 10·w) + 0.3·share of profitable windows, where s and w are the
   * standard deviations of their Sharpe ratios and win rates.
   */
  static double stability(List<WindowResult> windows) {
    double[] sharpe = windows.stream().mapToDouble(WindowResult::sharpeRatio).toArray();
    double[] winRate = windows.stream().mapToDouble(WindowResult::winRate).toArray();
    double profitable =
        (double) windows.stream().filter(WindowResult::profitable).count() / windows.size();
    double steady = mean(sharpe) > 0 ? 1 / (1 + standardDeviation(sharpe)) : 0;
    return 0.4 * steady + 0.3 / (1 + 10 * standardDeviation(winRate)) + 0.3 * profitable;
  }

  static OptionalDouble efficiency(double outOfSample, double inSample) {
    return inSample > 0 ? OptionalDouble.of(outOfSample / inSample) : OptionalDouble.empty();
  }

  /** Returns the JSON shape. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("net_profit_pct", Json.number(netProfitPct));
    map.put("sharpe_ratio", Json.number(sharpeRatio));
    map.put("max_drawdown_pct", Json.number(maxDrawdownPct));
    map.put("total_trades", totalTrades);
    map.put("efficiency", Json.number(efficiency));
    map.put("stability", Json.number(stability));
    map.put(
        "equity",
        curve.stream().map(point -> List.of(point.time().toString(), point.equity())).toList());
    return map;
  }

  private static double mean(double[] values) {
    double sum = 0;
    double magnitude = 0;
    for (double value : values) {
      sum += value;
      magnitude += Math.abs(value);
    }
    return values.length == 0 ? 0 : RoundedSum.of(sum, magnitude) / values.length;
  }

  private static double standardDeviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return StrictMath.sqrt(squares / values.length);
  }
}
