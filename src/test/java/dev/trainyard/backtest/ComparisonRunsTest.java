package dev.trainyard.backtest;

import static dev.trainyard.strategy.Side.LONG;
import static dev.trainyard.strategy.Side.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.builtin.TestSpaces;
import org.junit.jupiter.api.Test;

class ComparisonRunsTest {
  private final Backtester backtester = new Backtester();

  @Test
  void buyAndHoldFollowsThePriceFromTheSecondOpenToTheLastClose() {
    Script script = new Script().quiet().bar(100, 100, 40, 50).bar(50, 130, 50, 130);

    BacktestResult result =
        new BuyAndHold(backtester).run(script.candles(), 0, 3, script.settings());

    assertThat(result.equity()).containsExactly(new double[] {10_000, 5_000, 13_000}, within(1e-9));
  }

  @Test
  void buyAndHoldWaitsForABarThatFollowsTheOneBefore() {
    Script script = new Script().quiet().gap(3).quiet().quiet().bar(100, 110, 100, 110);

    BacktestResult result =
        new BuyAndHold(backtester).run(script.candles(), 0, 4, script.settings());

    assertThat(result.trades().get(0).entryBar()).isEqualTo(2);
  }

  @Test
  void randomEntriesTradeAsOftenAsTheStrategyAndDependOnTheSeedAlone() {
    Candles candles = RealCandles.bitstamp(Timeframe.M5);
    BacktestSettings settings = BacktestSettings.defaults(Timeframe.M5.millis());
    Strategy strategy = TestSpaces.catalog().all().get(0);
    Parameters point = TestSpaces.randomPoints(strategy.space(), 1, 10).get(0);
    Signals signals = strategy.signals(new Indicators(candles), point, 0, candles.size());
    int holding = strategy.maxHolding(point);
    BacktestResult result = backtester.run(candles, 0, candles.size(), signals, holding, settings);
    RandomEntry random = new RandomEntry(backtester);

    double[] first =
        random.run(candles, signals, result, holding, settings, 50, 1).ascendingNetProfitPct();
    double[] again =
        random.run(candles, signals, result, holding, settings, 50, 1).ascendingNetProfitPct();
    double[] other =
        random.run(candles, signals, result, holding, settings, 50, 2).ascendingNetProfitPct();

    assertThat(result.trades()).isNotEmpty();
    assertThat(first).hasSize(50).isSorted().isEqualTo(again).isNotEqualTo(other);
  }

  @Test
  void aTradeIsEnteredOnceAtEachBarWhereThereAreFewerBarsThanRuns() {
    Script script = new Script();
    for (int bar = 0; bar < 40; bar++) {
      double price = 100 + bar * bar * 0.01;
      script.bar(price, price, price, price);
      if (bar == 11) {
        script.signal(LONG, 50, 200);
      }
    }

    double[] profits =
        new RandomEntry(backtester)
            .run(
                script.candles(),
                script.signals(),
                script.maxHolding(5).run(),
                5,
                script.settings(),
                200,
                1)
            .ascendingNetProfitPct();

    // a signal at one of the last two bars has no bar left to enter
    assertThat(profits).hasSize(38).doesNotHaveDuplicates().doesNotContain(0.0);
  }

  @Test
  void noTwoRunsOfTwoTradesAreTheSame() {
    Script script = new Script();
    for (int bar = 0; bar < 9; bar++) {
      double price = 100 * Math.pow(1.01, bar * bar);
      script.bar(price, price, price, price);
      if (bar == 1 || bar == 4) {
        script.signal(bar == 1 ? LONG : SHORT, bar == 1 ? 50 : 300, bar == 1 ? 300 : 50);
      }
    }

    double[] profits =
        new RandomEntry(backtester)
            .run(
                script.candles(),
                script.signals(),
                script.maxHolding(1).run(),
                1,
                script.settings(),
                200,
                1)
            .ascendingNetProfitPct();

    assertThat(profits).as("7 bars for the one, 6 for the other").hasSize(42);
  }

  @Test
  void aRunThatEarnsTheSameButForRoundingIsNotBeaten() {
    RandomEntry.Distribution luck = new RandomEntry.Distribution(new double[] {0.3, 0.3, 1});

    assertThat(luck.shareBelow(0.1 + 0.2)).isZero();
    assertThat(luck.shareBelow(0.4)).isEqualTo(2 / 3.0);
  }

  @Test
  void withoutTradesThereIsNothingToCompare() {
    Script script = new Script().quiet().quiet().signal(LONG, 90, 110);

    RandomEntry.Distribution distribution =
        new RandomEntry(backtester)
            .run(script.candles(), script.signals(), script.run(), 10, script.settings(), 50, 1);

    assertThat(distribution.ascendingNetProfitPct()).isEmpty();
    assertThat(distribution.median()).isZero();
    assertThat(distribution.shareBelow(1)).isZero();
  }
}
