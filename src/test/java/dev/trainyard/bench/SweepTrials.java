package dev.trainyard.bench;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.LiquiditySweep;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.StrategyCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Random trials of LIQUIDITY_SWEEP over its whole space, for the benchmarks. */
final class SweepTrials {
  /** Bars of the default request. */
  static final int BARS = 10_000;

  private static final int POINTS = 512;

  private final Candles candles;
  private final Strategy strategy;
  private final Parameters[] points = new Parameters[POINTS];
  private final BacktestSettings settings = BacktestSettings.defaults(Timeframe.M5.millis());
  private final Backtester backtester = new Backtester();

  SweepTrials() {
    candles = candles();
    strategy =
        StrategyCatalog.builtIn(Path.of("config", "strategies"))
            .find(LiquiditySweep.NAME)
            .orElseThrow();
    SplittableRandom random = new SplittableRandom(42);
    for (int k = 0; k < POINTS; k++) {
      points[k] = draw(strategy.space(), random);
    }
  }

  /** BTCUSDT-5m of the shared data; without it the 5m candles of the class path, repeated. */
  private static Candles candles() {
    Path file = RealCandles.sharedPath().resolve("data").resolve("BTCUSDT-5m.csv");
    if (Files.exists(file)) {
      return RealCandles.read(file).slice(0, BARS);
    }
    return repeated(RealCandles.bitstamp(Timeframe.M5), BARS);
  }

  private static Candles repeated(Candles week, int bars) {
    long[] time = new long[bars];
    double[][] columns = new double[5][bars];
    for (int i = 0; i < bars; i++) {
      int source = i % week.size();
      time[i] = i * Timeframe.M5.millis();
      columns[0][i] = week.open()[source];
      columns[1][i] = week.high()[source];
      columns[2][i] = week.low()[source];
      columns[3][i] = week.close()[source];
      columns[4][i] = week.volume()[source];
    }
    return new Candles(time, columns[0], columns[1], columns[2], columns[3], columns[4]);
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
