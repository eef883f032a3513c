package dev.trainyard.job.request;

import dev.trainyard.market.Timeframe;
import java.time.Duration;
import java.util.Optional;

/** The range of candles to train on, counted back from the newest. */
public sealed interface Lookback {

  /** Returns the most candles that fit into the range. */
  long candles(Timeframe timeframe);

  /** Returns the time span; empty for a number of candles, which may have gaps between them. */
  Optional<Duration> span();

  /**
   * A number of newest candles.
   *
   * @param count number of candles
   */
  record Candles(int count) implements Lookback {
    @Override
    public long candles(Timeframe timeframe) {
      return count;
    }

    @Override
    public Optional<Duration> span() {
      return Optional.empty();
    }
  }

  /**
   * The candles of a number of newest days.
   *
   * @param days number of days, rounded to the millisecond
   */
  record Days(double days) implements Lookback {
    @Override
    public long candles(Timeframe timeframe) {
      return timeframe.candlesIn(days);
    }

    @Override
    public Optional<Duration> span() {
      return Optional.of(Duration.ofMillis(Math.round(days * Duration.ofDays(1).toMillis())));
    }
  }
}
