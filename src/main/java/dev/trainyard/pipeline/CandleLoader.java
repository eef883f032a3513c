package dev.trainyard.pipeline;

import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.market.Candles;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.SeriesSummary;
import dev.trainyard.marketdata.UnknownSeriesException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Loads the candles that a request names, or those that an earlier claim of the job has pinned. */
@Component
public class CandleLoader {
  private final CandleStore candles;

  public CandleLoader(CandleStore candles) {
    this.candles = candles;
  }

  /**
   * The candles to train on, at least one.
   *
   * @param pinned what an earlier claim trained on; null for the first
   * @throws UnknownSeriesException when there are none of the series; it names the nearest series
   * @throws PermanentJobException when there are none in the pinned range
   */
  public Candles load(TrainingPlan plan, PinnedInputs pinned) {
    CandleSeries series = plan.series();
    Candles loaded =
        pinned == null
            ? newest(series, plan.request())
            : between(series, pinned.from(), pinned.to());
    if (loaded.size() == 0) {
      throw new PermanentJobException("no candles of %s in the range of the job".formatted(series));
    }
    return loaded;
  }

  /**
   * How many candles {@link #load} will load at the most: those that are stored in the range, as
   * far as the inventory tells.
   *
   * @param pinned as for {@link #load}
   */
  public long count(TrainingPlan plan, PinnedInputs pinned) {
    Optional<SeriesSummary> stored = candles.find(plan.series());
    if (stored.isEmpty()) {
      return 0;
    }
    long rows = stored.get().rows();
    TrainingRequest request = plan.request();
    if (pinned != null) {
      return Math.min(rows, slots(plan, Duration.between(pinned.from(), pinned.to())) + 1);
    }
    return request.lookbackDays() == null
        ? Math.min(rows, request.lookbackCandles())
        : Math.min(rows, slots(plan, days(request)) + 1);
  }

  /**
   * How many candles a request asks for: those of a number of days are all that they have room for.
   */
  static long asked(TrainingPlan plan) {
    TrainingRequest request = plan.request();
    return request.lookbackDays() == null
        ? request.lookbackCandles()
        : plan.timeframe().candlesIn(request.lookbackDays());
  }

  private static long slots(TrainingPlan plan, Duration range) {
    return range.toMillis() / plan.timeframe().millis();
  }

  private static Duration days(TrainingRequest request) {
    return Duration.ofMillis(Math.round(request.lookbackDays() * Duration.ofDays(1).toMillis()));
  }

  private Candles newest(CandleSeries series, TrainingRequest request) {
    if (request.lookbackDays() == null) {
      return candles.load(series, request.lookbackCandles());
    }
    // An unknown series has no last candle; loading it tells what there is instead
    Instant last = candles.find(series).map(SeriesSummary::lastTime).orElse(Instant.EPOCH);
    return between(series, last.minus(days(request)).plusMillis(1), last);
  }

  /** Open times from {@code from} to {@code to}, both inclusive. */
  private Candles between(CandleSeries series, Instant from, Instant to) {
    return candles.load(series, from, to.plusMillis(1));
  }
}
