package dev.trainyard.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.builtin.TestSpaces;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A search over a parameter without effect is wasted: each parameter must change trades somewhere.
 */
class NoDeadParameterTest {

  @Test
  void eachParameterChangesTradesOnFiveMinuteCandles() {
    assertAllAlive(RealCandles.of("BTCUSDT-5m.csv").slice(0, 10_000), Timeframe.M5);
  }

  @Test
  void eachParameterChangesTradesOnHourlyCandles() {
    assertAllAlive(RealCandles.of("BTCUSDT-1h.csv").slice(0, 10_000), Timeframe.H1);
  }

  @Test
  void eachParameterChangesTradesOnTheCandlesThatShipWithTheProject() {
    assertAllAlive(RealCandles.bitstamp(Timeframe.M1), Timeframe.M1);
    assertAllAlive(RealCandles.bitstamp(Timeframe.M5), Timeframe.M5);
  }

  private static void assertAllAlive(Candles candles, Timeframe timeframe) {
    Indicators indicators = new Indicators(candles);
    BacktestSettings settings = BacktestSettings.defaults(timeframe.millis());
    for (Strategy strategy : TestSpaces.catalog().all()) {
      ParameterSpace space = strategy.space();
      List<Parameters> bases = TestSpaces.randomPoints(space, 20, 6);
      for (int i = 0; i < space.size(); i++) {
        int position = i;
        boolean alive =
            bases.stream()
                .anyMatch(
                    base -> outcomes(strategy, base, position, indicators, settings).size() > 1);
        assertThat(alive).as("%s %s", strategy.name(), space.get(i).name()).isTrue();
      }
    }
  }

  private static Set<List<Trade>> outcomes(
      Strategy strategy,
      Parameters base,
      int position,
      Indicators indicators,
      BacktestSettings settings) {
    ParameterSpec spec = base.space().get(position);
    boolean categorical = spec.type() == ParameterType.CATEGORICAL;
    double[] values = {
      categorical ? 0 : spec.low(), categorical ? spec.choices().size() - 1 : spec.high()
    };
    Set<List<Trade>> outcomes = new HashSet<>();
    Candles candles = indicators.candles();
    for (double value : values) {
      double[] point = new double[base.space().size()];
      for (int i = 0; i < point.length; i++) {
        point[i] = i == position ? value : base.coordinate(i);
      }
      Parameters parameters = new Parameters(base.space(), point);
      outcomes.add(
          new Backtester()
              .run(
                  candles,
                  0,
                  candles.size(),
                  strategy.signals(indicators, parameters, 0, candles.size()),
                  strategy.maxHolding(parameters),
                  settings)
              .trades());
    }
    return outcomes;
  }
}
