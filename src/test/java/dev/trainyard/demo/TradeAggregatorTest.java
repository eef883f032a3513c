package dev.trainyard.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.market.Candles;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import org.junit.jupiter.api.Test;

class TradeAggregatorTest {

  @Test
  void tradesOfAnIntervalMakeOneCandle() {
    TradeAggregator aggregator = new TradeAggregator(Timeframe.M1);
    aggregator.add(60_001, 10, 1);
    aggregator.add(60_500, 12, 2);
    aggregator.add(61_000, 9, 3);
    aggregator.add(119_999, 11, 4);
    aggregator.add(240_000, 20, 5);

    Candles candles = aggregator.candles();

    assertThat(candles.time()).containsExactly(60_000, 240_000);
    assertThat(candles.open()).containsExactly(10, 20);
    assertThat(candles.high()).containsExactly(12, 20);
    assertThat(candles.low()).containsExactly(9, 20);
    assertThat(candles.close()).containsExactly(11, 20);
    assertThat(candles.volume()).containsExactly(10, 5);
  }

  @Test
  void aTradeOutOfOrderIsRefused() {
    TradeAggregator aggregator = new TradeAggregator(Timeframe.M1);
    aggregator.add(1_000, 10, 1);

    assertThatThrownBy(() -> aggregator.add(999, 10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("999 after 1000");
  }

  @Test
  void theTradesThatShipWithTheProjectMakeTheKnownNumbersOfCandles() {
    assertThat(RealCandles.bitstamp(Timeframe.M1).size()).isEqualTo(9_399);
    assertThat(RealCandles.bitstamp(Timeframe.M5).size()).isEqualTo(1_917);
    assertThat(RealCandles.bitstamp(Timeframe.M15).size()).isEqualTo(641);
  }
}
