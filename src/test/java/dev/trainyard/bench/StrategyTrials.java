package dev.trainyard.bench;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.experiment.NoiseCandles;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Random trials of a strategy over its whole space, for the benchmarks. */
final class StrategyTrials {
  private static final int POINTS = 512;
  private static final long SEED = 42;

  private final Candles candles;
  private final Strategy strategy;
  private final Parameters[] points = new Parameters[POINTS];
  private final BacktestSettings settings = BacktestSettings.defaults(Timeframe.M5.millis());
  private final Backtester backtester = new Backtester();

  StrategyTrials(String name, int bars) {
    candles = candles(bars);
    strategy = strategy(name);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int k = 0; k < POINTS; k++) {
      points[k] = draw(strategy.space(), random);
    }
  }

  static Strategy strategy(String name) {
    return StrategyCatalog.builtIn(Path.of("config", "strategies")).find(name).orElseThrow();
  }

  /** The first of BTCUSDT-5m; more than those are made of blocks of them. */
  static Candles candles(int bars) {
    Candles real = RealCandles.of("BTCUSDT-5m.csv");
    return bars <= real.size()
        ? real.slice(0, bars)
        : NoiseCandles.BOOTSTRAP.make(real, bars, new SplittableRandom(SEED));
  }

  private static Parameters draw(ParameterSpace space, SplittableRandom random) {
    double[] point = new double[space.size()];
    for (int i = 0; i < point.length; i++) {
      ParameterSpec spec = space.get(i);
      point[i] =
          switch (spec.type()) {
            case CATEGORICAL -> random.nextInt(spec.choices().size());
            case INT ->
                spec.low()
                    + spec.step()
                        * random.nextInt((int) ((spec.high() - spec.low()) / spec.step()) + 1);
            case FLOAT -> random.nextDouble(spec.low(), spec.high());
          };
    }
    return new Parameters(space, point);
  }

  /** Indicators with nothing computed yet. */
  Indicators coldIndicators() {
    return new Indicators(candles);
  }

  /** Indicators with all that any point needs. */
  Indicators warmIndicators() {
    Indicators indicators = coldIndicators();
    for (Parameters point : points) {
      strategy.signals(indicators, point, 0, candles.size());
    }
    return indicators;
  }

  /** One trial: signals, fills, metrics. */
  Metrics run(Indicators indicators, int trial) {
    Parameters point = points[trial % POINTS];
    return backtester
        .run(
            candles,
            0,
            candles.size(),
            strategy.signals(indicators, point, 0, candles.size()),
            strategy.maxHolding(point),
            settings)
        .metrics();
  }
}
