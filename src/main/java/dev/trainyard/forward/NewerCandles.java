package dev.trainyard.forward;

import dev.trainyard.market.Candles;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.pipeline.CandleLoader;
import dev.trainyard.pipeline.CandleLoader.Sources;
import dev.trainyard.pipeline.TrainingPlan;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The candles that a few looks in a row share, since many configurations are of one market. They
 * are as the first of these looks has found them; whoever looks later makes another one of these.
 * Used by one thread.
 */
final class NewerCandles {
  /** Limits what is kept beside the candles of the look itself. */
  private static final int MAX_KEPT = 200_000;

  private final CandleLoader loader;
  private final Map<List<CandleSeries>, Optional<Sources>> sources = new HashMap<>();
  private final Map<List<CandleSeries>, Loaded> loaded = new HashMap<>();

  NewerCandles(CandleLoader loader) {
    this.loader = loader;
  }

  private record Loaded(Instant from, List<Candles> series) {

    long size() {
      return series.stream().mapToLong(Candles::size).sum();
    }

    List<Candles> from(Instant time) {
      return series.stream()
          .map(candles -> candles.slice(candles.firstAt(time.toEpochMilli()), candles.size()))
          .toList();
    }
  }

  /** Counts the candles of all series of a plan after a time, without reading them. */
  long countAfter(TrainingPlan plan, Instant after) {
    return sources(plan).map(some -> CandleLoader.countAfter(plan, some, after)).orElse(0L);
  }

  /**
   * Returns the candles of each series after a time, up to the last that all of them have reached,
   * and before them as many as indicators need to warm up.
   *
   * @param after open time of the last candle before them
   * @param warmUp candles up to {@code after}, at most
   */
  List<Candles> after(TrainingPlan plan, Instant after, int warmUp) {
    Instant from = after.minusMillis((warmUp - 1L) * plan.timeframe().millis());
    Loaded known = loaded.get(plan.series());
    if (known != null && !known.from().isAfter(from)) {
      return known.from(from);
    }
    Loaded now = new Loaded(from, loader.loadFrom(plan, sources(plan).orElseThrow(), from));
    loaded.put(plan.series(), now);
    if (loaded.values().stream().mapToLong(Loaded::size).sum() > MAX_KEPT) {
      loaded.clear();
    }
    return now.series();
  }

  private Optional<Sources> sources(TrainingPlan plan) {
    return sources.computeIfAbsent(plan.series(), series -> loader.sources(plan));
  }
}
