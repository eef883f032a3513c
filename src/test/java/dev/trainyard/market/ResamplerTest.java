package dev.trainyard.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  private static final long OPEN = Instant.parse("2025-04-03T17:00:00Z").toEpochMilli();
  private static final long STEP = Timeframe.M5.millis();

  private static Candles candles(int... bars) {
    CandlesBuilder built = new CandlesBuilder(bars.length);
    for (int bar : bars) {
      built.add(OPEN + bar * STEP, 10 + bar, 20 + bar, 5 - bar % 3, 11 + bar, 1 + bar);
    }
    return built.build();
  }

  @Test
  void aLongCandleHasTheFirstOpenTheExtremesTheLastCloseAndAllVolume() {
    Candles built =
        new Resampler(Timeframe.M5, Timeframe.M15, false)
            .apply(candles(0, 1, 2, 3, 4, 5), OPEN + 6 * STEP)
            .candles();

    assertThat(built.time()).containsExactly(OPEN, OPEN + 3 * STEP);
    assertThat(built.open()).containsExactly(10, 13);
    assertThat(built.high()).containsExactly(22, 25);
    assertThat(built.low()).containsExactly(3, 3);
    assertThat(built.close()).containsExactly(13, 16);
    assertThat(built.volume()).containsExactly(6, 15);
  }

  @Test
  void aCandleThatIsNotOverIsLeftOutThoughItsLastPartIsThere() {
    Resampler resampler = new Resampler(Timeframe.M5, Timeframe.M15, false);

    assertThat(resampler.apply(candles(0, 1, 2), OPEN + 3 * STEP - 1).candles().size()).isZero();
    assertThat(resampler.apply(candles(0, 1), OPEN + 9 * STEP).incomplete()).isEqualTo(1);
  }

  @Test
  void aHoleIsToleratedOnlyWhereTimesWithoutTradesHaveNoCandle() {
    Candles holed = candles(0, 2, 3, 4, 5);

    assertThat(
            new Resampler(Timeframe.M5, Timeframe.M15, false)
                .apply(holed, Long.MAX_VALUE)
                .candles()
                .time())
        .containsExactly(OPEN + 3 * STEP);
    assertThat(
            new Resampler(Timeframe.M5, Timeframe.M15, true)
                .apply(holed, Long.MAX_VALUE)
                .candles()
                .volume())
        .containsExactly(4, 15);
  }

  @Test
  void aCandleThatIsNoWholeNumberOfOthersCannotBeBuilt() {
    assertThatThrownBy(() -> new Resampler(Timeframe.M3, Timeframe.M5, true))
        .hasMessageContaining("no whole number");
  }
}
