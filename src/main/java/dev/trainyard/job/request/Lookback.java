package dev.trainyard.job.request;

import dev.trainyard.market.Timeframe;
import java.time.Duration;
import java.util.Optional;

/** How far back from the newest candle a training looks. */
public sealed interface Lookback {

  /** The candles that it has room for. */
  long candles(Timeframe timeframe);

  /** The time that it spans; empty when candles are counted, whatever lies between them. */
  Optional<Duration> span();

  /**
   * The newest candles by their number.
   *
   * @param count how many
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
   * The candles of the newest days.
   *
   * @param days how many, taken to the millisecond
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
