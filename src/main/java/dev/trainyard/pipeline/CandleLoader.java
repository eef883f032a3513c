package dev.trainyard.pipeline;

import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.request.Lookback;
import dev.trainyard.market.Candles;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.SeriesSummary;
import dev.trainyard.marketdata.UnknownSeriesException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Loads the candles that a request names, or the candles that an earlier claim of the job has
 * pinned.
 */
@Component
public class CandleLoader {
  private final CandleStore candles;

  /** Creates a loader from the stored candles. */
  public CandleLoader(CandleStore candles) {
    this.candles = candles;
  }

  /**
   * Loads the candles to train on, at least one.
   *
   * @param pinned inputs of an earlier claim; null for the first
   * @throws UnknownSeriesException when the series has no candles; it names the nearest series
   * @throws PermanentJobException when the pinned range has no candles
   */
  public Candles load(TrainingPlan plan, @Nullable PinnedInputs pinned) {
    CandleSeries series = plan.series();
    Candles loaded =
        pinned == null
            ? newest(series, plan.request().data().lookback())
            : between(series, pinned.from(), pinned.to());
    if (loaded.size() == 0) {
      throw new PermanentJobException("no candles of %s in the range of the job".formatted(series));
    }
    return loaded;
  }

  /**
   * Estimates the most candles that {@link #load} will load, from the inventory of the range.
   *
   * @param pinned as for {@link #load}
   */
  public long count(TrainingPlan plan, @Nullable PinnedInputs pinned) {
    Optional<SeriesSummary> stored = candles.find(plan.series());
    if (stored.isEmpty()) {
      return 0;
    }
    long rows = stored.get().rows();
    Optional<Duration> range =
        pinned == null
            ? plan.request().data().lookback().span()
            : Optional.of(Duration.between(pinned.from(), pinned.to()));
    return Math.min(rows, range.map(span -> slots(plan, span) + 1).orElseGet(() -> asked(plan)));
  }

  /**
   * Returns how many candles a request asks for: for a number of days, as many as fit into them.
   */
  static long asked(TrainingPlan plan) {
    return plan.request().data().lookback().candles(plan.timeframe());
  }

  private static long slots(TrainingPlan plan, Duration range) {
    return range.toMillis() / plan.timeframe().millis();
  }

  private Candles newest(CandleSeries series, Lookback lookback) {
    Optional<Duration> span = lookback.span();
    if (span.isEmpty()) {
      return candles.load(series, Math.toIntExact(lookback.candles(series.timeframe())));
    }
    // An unknown series has no last candle; loading it reports the nearest series
    Instant last = candles.find(series).map(SeriesSummary::lastTime).orElse(Instant.EPOCH);
    return between(series, last.minus(span.get()).plusMillis(1), last);
  }

  /** Loads the candles with open times from {@code from} to {@code to}, both inclusive. */
  private Candles between(CandleSeries series, Instant from, Instant to) {
    return candles.load(series, from, to.plusMillis(1));
  }
}
