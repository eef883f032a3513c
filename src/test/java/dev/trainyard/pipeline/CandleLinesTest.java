package dev.trainyard.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.market.Candles;
import dev.trainyard.market.CandlesBuilder;
import dev.trainyard.market.DataQuality;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CandleLinesTest {
  private static final CandleSeries SERIES =
      new CandleSeries("binanceus", "BTC/USDT", Timeframe.M1);

  @Test
  void onlyTheFirstClaimAsksForTheNewestCandles() {
    assertThat(first(false))
        .startsWith("Requested the newest 100 candles of %s: found 1, ".formatted(SERIES));
    assertThat(first(true))
        .startsWith(
            "Requested the 100 candles of %s that the job started with: found 1, "
                .formatted(SERIES));
  }

  private static String first(boolean pinned) {
    CandlesBuilder candles = new CandlesBuilder(1);
    candles.add(0, 1, 1, 1, 1, 1);
    Candles loaded = candles.build();
    DataQuality quality = new DataQuality(100, 1, 1, Map.of(), 0, 0, 0, 0, List.of());
    return new CandleLines(SERIES, "", quality, pinned).of(loaded).get(0).message();
  }
}
