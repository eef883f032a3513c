package dev.trainyard.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegimesTest {
  private static final int SIZE = 20_000;

  @Test
  void aRandomWalkIsSidewaysMostOfTheTime() {
    Regimes regimes = Regimes.of(walk(200_000, bar -> 0, bar -> 0.01));

    assertThat(share(regimes, Regime.SIDEWAYS, 200_000)).isBetween(0.65, 0.8);
    assertThat(share(regimes, Regime.BULL, 200_000)).isBetween(0.05, 0.13);
    assertThat(share(regimes, Regime.BEAR, 200_000)).isBetween(0.05, 0.13);
    assertThat(share(regimes, Regime.VOLATILE, 200_000)).isBetween(0.05, 0.15);
  }

  @Test
  void aDriftIsSeenOnceItFillsTheWindow() {
    Candles candles = walk(SIZE, bar -> bar < SIZE / 2 ? 0.003 : -0.003, bar -> 0.01);
    Regimes regimes = Regimes.of(candles);

    int quiet = SIZE / 2 - Regimes.TREND_BARS;
    assertThat(regimes.count(Regime.BULL, Regimes.TREND_BARS + 50, SIZE / 2))
        .isGreaterThan((int) (0.8 * quiet));
    assertThat(regimes.count(Regime.BEAR, Regimes.TREND_BARS + 50, SIZE / 2)).isZero();
    assertThat(regimes.count(Regime.BEAR, SIZE / 2 + 400, SIZE)).isGreaterThan((int) (0.8 * quiet));
  }

  @Test
  void aStormIsVolatileWhereverPricesGo() {
    Candles candles = walk(SIZE, bar -> 0.003, bar -> bar >= 10_000 && bar < 10_150 ? 0.05 : 0.01);
    Regimes regimes = Regimes.of(candles);

    int calm = 10_000 + Regimes.VOLATILITY_BARS;
    assertThat(regimes.count(Regime.VOLATILE, calm, 10_150)).isEqualTo(10_150 - calm);
  }

  @Test
  void pricesThatStandStillAreSideways() {
    Regimes regimes = Regimes.of(walk(1_000, bar -> 0, bar -> 0));

    assertThat(regimes.count(Regime.SIDEWAYS, 0, 249)).isZero();
    assertThat(regimes.count(Regime.SIDEWAYS, 249, 1_000)).isEqualTo(751);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 249, 250, 1_234, 5_000})
  void candlesAfterABarDoNotChangeItsRegime(int size) {
    Candles candles = storms();
    Regimes all = Regimes.of(candles);

    Regimes known = Regimes.of(candles.slice(0, size));

    for (int bar = 0; bar < size; bar++) {
      assertThat(regime(known, bar)).as("bar %d", bar).isEqualTo(regime(all, bar));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 199, 2_049, 3_333})
  void candlesBeforeItsWarmUpDoNotChangeARegime(int dropped) {
    Candles candles = storms();
    Regimes all = Regimes.of(candles);

    Regimes later = Regimes.of(candles.slice(dropped, candles.size()));

    for (int bar = Regimes.WARMUP; bar < candles.size() - dropped; bar++) {
      assertThat(regime(later, bar)).as("bar %d", bar).isEqualTo(regime(all, bar + dropped));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200, 2_049, 2_050, 2_051, 5_999})
  void theRegimesOfSomeBarsAreThoseThatTheyHaveAmongAll(int from) {
    Candles candles = storms();
    Regimes all = Regimes.of(candles);

    Regimes some = Regimes.of(candles, from, candles.size());

    for (int bar = from; bar < candles.size(); bar++) {
      assertThat(regime(some, bar)).as("bar %d", bar).isEqualTo(regime(all, bar));
    }
  }

  @Test
  void aRealWeekOfRisingPricesHasAllOfThemAndMoreBullThanBear() {
    Candles candles = RealCandles.bitstamp(Timeframe.M1);
    Regimes regimes = Regimes.of(new Indicators(candles));

    for (Regime regime : Regime.values()) {
      assertThat(share(regimes, regime, candles.size())).as("%s", regime).isBetween(0.001, 0.9);
    }
    assertThat(regimes.count(Regime.BULL, 0, candles.size()))
        .isGreaterThan(5 * regimes.count(Regime.BEAR, 0, candles.size()));
  }

  private static Optional<Regime> regime(Regimes regimes, int bar) {
    return Arrays.stream(Regime.values()).filter(regime -> regimes.isAt(bar, regime)).findFirst();
  }

  private static double share(Regimes regimes, Regime regime, int size) {
    return (double) regimes.count(regime, 0, size) / size;
  }

  private static Candles storms() {
    return walk(
        6_000, bar -> bar / 500 % 2 == 0 ? 0.002 : -0.002, bar -> bar % 700 < 60 ? 0.03 : 0.01);
  }

  private static Candles walk(int size, IntToDoubleFunction drift, IntToDoubleFunction deviation) {
    Random random = new Random(3);
    long[] time = new long[size];
    double[] price = new double[size];
    double[] volume = new double[size];
    double last = 100;
    for (int bar = 0; bar < size; bar++) {
      last *=
          Math.exp(drift.applyAsDouble(bar) + deviation.applyAsDouble(bar) * random.nextGaussian());
      time[bar] = bar * 60_000L;
      price[bar] = last;
    }
    return new Candles(time, price, price, price, price, volume);
  }
}
