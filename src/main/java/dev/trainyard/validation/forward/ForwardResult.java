package dev.trainyard.validation.forward;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.ExitReason;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.Trade;
import dev.trainyard.validation.verdict.SharpeInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration on candles after its training. A position that is still open counts in the
 * figures at the last close, but not in the test, which knows closed trades only: with more candles
 * none of them changes.
 *
 * @param from open time of the first candle
 * @param to open time of the last candle
 * @param metrics figures over these candles
 * @param sharpe range of the annualised Sharpe ratio; empty before any trade
 * @param trades closed trades
 * @param test the test for decay; empty when nothing was promised
 * @param decayedAt open time of the candle that closed the trade at which it was called decayed;
 *     empty when it was not
 * @param equity the account at some closes as a multiple of the capital, evenly spaced, the last
 *     included
 */
public record ForwardResult(
    Instant from,
    Instant to,
    Metrics metrics,
    Optional<SharpeInterval> sharpe,
    int trades,
    Optional<DecayTest> test,
    Optional<Instant> decayedAt,
    List<Point> equity) {
  private static final int MAX_POINTS = 300;

  public ForwardResult {
    equity = List.copyOf(equity);
  }

  /**
   * A point of the curve.
   *
   * @param time open time of a candle
   * @param equity multiple of the capital at its close
   */
  public record Point(Instant time, double equity) {}

  /**
   * Judges a back-test over candles after the training.
   *
   * @param promise what the hold-out promised; empty when it promised nothing
   * @param capital money before the first candle
   */
  public static ForwardResult of(BacktestResult result, Optional<Promise> promise, double capital) {
    List<Trade> closed = closed(result);
    Optional<DecayTest> test = promise.map(p -> DecayTest.of(p, results(closed)));
    return new ForwardResult(
        Instant.ofEpochMilli(result.times()[result.from()]),
        Instant.ofEpochMilli(result.times()[result.to() - 1]),
        result.metrics(),
        SharpeInterval.of(result.metrics().returns()),
        closed.size(),
        test,
        test.filter(DecayTest::isDecayed)
            .map(t -> Instant.ofEpochMilli(result.times()[closed.get(t.decayedAt()).exitBar()])),
        curve(result, capital));
  }

  /** Returns the results of the closed trades of a back-test, as fractions of their sizes. */
  public static double[] closedResults(BacktestResult result) {
    return results(closed(result));
  }

  private static List<Trade> closed(BacktestResult result) {
    return result.trades().stream()
        .filter(trade -> trade.reason() != ExitReason.END_OF_DATA)
        .toList();
  }

  private static double[] results(List<Trade> trades) {
    return trades.stream().mapToDouble(Trade::pnlPct).toArray();
  }

  private static List<Point> curve(BacktestResult result, double capital) {
    double[] equity = result.equity();
    int step = Math.max(1, (equity.length + MAX_POINTS - 2) / (MAX_POINTS - 1));
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < equity.length - 1; i += step) {
      points.add(point(result, i, equity[i] / capital));
    }
    points.add(point(result, equity.length - 1, equity[equity.length - 1] / capital));
    return points;
  }

  private static Point point(BacktestResult result, int offset, double equity) {
    return new Point(Instant.ofEpochMilli(result.times()[result.from() + offset]), equity);
  }

  /** Returns the JSON shape. */
  public Map<String, Object> toMap(Optional<Promise> promise) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", from.toString());
    map.put("to", to.toString());
    map.put("trades", trades);
    map.put("metrics", metrics.toMap());
    map.put("sharpe_low", sharpe.map(SharpeInterval::low).orElse(null));
    map.put("sharpe_high", sharpe.map(SharpeInterval::high).orElse(null));
    map.put("test", test.flatMap(t -> promise.map(t::toMap)).orElse(null));
    map.put(
        "equity",
        equity.stream().map(point -> List.of(point.time().toString(), point.equity())).toList());
    return map;
  }
}
