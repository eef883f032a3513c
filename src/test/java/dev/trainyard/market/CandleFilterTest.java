package dev.trainyard.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CandleFilterTest {
  private static final long MINUTE = 60_000;

  @Test
  void theFirstReasonThatFitsDropsACandle() {
    CandlesBuilder builder = new CandlesBuilder(8);
    builder.add(0, 100, 101, 99, 100, 5);
    builder.add(MINUTE, 100, 101, 99, 100, 0);
    builder.add(2 * MINUTE, 100, 101, 99, 100, 0.05);
    builder.add(3 * MINUTE, 100, 100, 100, 100, 0.5);
    builder.add(4 * MINUTE, 100, 100, 100, 100, 1);
    builder.add(5 * MINUTE, 100, 100.005, 100, 100, 5);

    CandleFilter.Filtered filtered = CandleFilter.DEFAULT.apply(builder.build(), Timeframe.M1);

    assertThat(filtered.candles().time()).containsExactly(0, 4 * MINUTE);
    assertThat(filtered.quality().loaded()).isEqualTo(6);
    assertThat(filtered.quality().kept()).isEqualTo(2);
    assertThat(filtered.quality().dropped())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("zero_volume", 1, "low_volume", 1, "single_price", 1, "flat", 1));
  }

  @Test
  void aSinglePriceIsDroppedAtAnyVolumeWhenSuchCandlesAreNotToBeKept() {
    CandlesBuilder builder = new CandlesBuilder(1);
    builder.add(0, 100, 100, 100, 100, 50);

    CandleFilter filter = new CandleFilter(true, 0.1, 0.01, true, false);

    assertThat(filter.apply(builder.build(), Timeframe.M1).candles().size()).isZero();
  }

  @Test
  void aDisabledFilterKeepsEverything() {
    CandlesBuilder builder = new CandlesBuilder(1);
    builder.add(0, 100, 100, 100, 100, 0);
    Candles candles = builder.build();

    CandleFilter filter = new CandleFilter(false, 0.1, 0.01, true, true);

    assertThat(filter.apply(candles, Timeframe.M1).candles()).isSameAs(candles);
  }

  @Test
  void gapsDuplicatesAndImpossiblePricesAreCounted() {
    CandlesBuilder builder = new CandlesBuilder(8);
    builder.add(0, 100, 101, 99, 100, 5);
    builder.add(30_000, 100, 101, 99, 100, 5);
    builder.add(MINUTE, 100, 99.5, 99, 100, 5);
    builder.add(4 * MINUTE, 100, 101, 100.5, 100, 5);
    builder.add(5 * MINUTE, 100, 101, -1, 100, 5);

    DataQuality quality = CandleFilter.DEFAULT.apply(builder.build(), Timeframe.M1).quality();

    assertThat(quality.gaps()).isEqualTo(1);
    assertThat(quality.missingCandles()).isEqualTo(2);
    assertThat(quality.duplicates()).isEqualTo(1);
    assertThat(quality.ohlcViolations()).isEqualTo(3);
  }
}
