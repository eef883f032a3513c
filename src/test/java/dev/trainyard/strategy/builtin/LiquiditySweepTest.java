package dev.trainyard.strategy.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import org.junit.jupiter.api.Test;

class LiquiditySweepTest {
  private final Strategy strategy = TestSpaces.catalog().find(LiquiditySweep.NAME).orElseThrow();

  @Test
  void itSignalsWhereTheRuleTakenWordByWordSignals() {
    assertSameAsOracle(RealCandles.bitstamp(Timeframe.M5), 40);
  }

  @Test
  void itSignalsWhereTheRuleTakenWordByWordSignalsOnQuieterCandles() {
    assertSameAsOracle(RealCandles.of("BTCUSDT-5m.csv").slice(0, 3_000), 10);
  }

  private void assertSameAsOracle(Candles candles, int points) {
    Indicators indicators = new Indicators(candles);
    LiquiditySweepOracle oracle = new LiquiditySweepOracle(candles);
    int longs = 0;
    int shorts = 0;
    for (Parameters point : TestSpaces.randomPoints(strategy.space(), points, 7)) {
      Signals signals = strategy.signals(indicators, point, 0, candles.size());
      int next = 0;
      for (int i = 0; i < candles.size(); i++) {
        boolean signalled = next < signals.size() && signals.bar(next) == i;
        Side side = signalled ? signals.side(next++) : null;
        assertThat(side).as("%s at bar %d", point, i).isEqualTo(oracle.signal(i, point));
        longs += side == Side.LONG ? 1 : 0;
        shorts += side == Side.SHORT ? 1 : 0;
      }
    }
    assertThat(longs).isPositive();
    assertThat(shorts).isPositive();
  }

  @Test
  void stopAndTargetLieInAverageTrueRangesFromTheClose() {
    Candles candles = RealCandles.bitstamp(Timeframe.M5);
    Indicators indicators = new Indicators(candles);
    double[] atr = indicators.atr14();
    Parameters point = TestSpaces.randomPoints(strategy.space(), 40, 8).get(3);
    double stopAtr = point.number(point.space().indexOf("atr_multiplier_sl"));
    double ratio = point.number(point.space().indexOf("risk_reward_ratio"));

    Signals signals = strategy.signals(indicators, point, 0, candles.size());

    assertThat(signals.size()).isPositive();
    for (int k = 0; k < signals.size(); k++) {
      int i = signals.bar(k);
      double risk = signals.side(k).sign() * atr[i] * stopAtr;
      assertThat(signals.stop(k)).isEqualTo(candles.close()[i] - risk);
      assertThat(signals.target(k)).isEqualTo(candles.close()[i] + risk * ratio);
    }
  }
}
