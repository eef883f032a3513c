package dev.trainyard.validation.split;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Metrics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The metrics of parameters over one range of candles.
 *
 * @param from open time of the first candle
 * @param to open time of the last candle
 * @param metrics all figures
 */
public record PeriodMetrics(Instant from, Instant to, Metrics metrics) {
  /** Creates the metrics of a back-test over its range of candles. */
  public static PeriodMetrics of(BacktestResult result) {
    return new PeriodMetrics(
        Instant.ofEpochMilli(result.times()[result.from()]),
        Instant.ofEpochMilli(result.times()[result.to() - 1]),
        result.metrics());
  }

  /** Returns the JSON shape: times, then the metrics by name. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", from.toString());
    map.put("to", to.toString());
    map.putAll(metrics.toMap());
    return map;
  }
}
