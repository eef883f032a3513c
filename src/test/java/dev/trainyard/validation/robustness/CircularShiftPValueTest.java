package dev.trainyard.validation.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.Exposure;
import dev.trainyard.experiment.NoiseCandles;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.builtin.TestSpaces;
import dev.trainyard.validation.MomentumStrategy;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircularShiftPValueTest {
  private static final int BARS = 3000;
  private static final int HOLDING = 50;

  @Test
  void positionsThatKnewThePriceAreBeyondLuck() {
    double[] returns = returns(BARS, 1);
    double[] positions = new double[BARS];
    for (int bar = 0; bar < BARS; bar += 10) {
      positions[bar] = Math.signum(returns[bar]);
    }

    assertThat(CircularShiftPValue.of(positions, returns, stream()).pValue()).hasValue(1.0 / 2001);
  }

  @Test
  void ofPositionsByChanceAFewInAHundredLookLikeMore() {
    int beyond = 0;
    for (int seed = 0; seed < 200; seed++) {
      double[] positions = new double[BARS];
      Random random = new Random(seed);
      for (int trade = 0; trade < 40; trade++) {
        int entry = random.nextInt(BARS - HOLDING);
        int side = random.nextBoolean() ? 1 : -1;
        for (int bar = entry; bar < entry + HOLDING; bar++) {
          positions[bar] = side;
        }
      }
      beyond +=
          isBelowTheLevel(CircularShiftPValue.of(positions, returns(BARS, 1000 + seed), stream()));
    }
    assertThat(beyond).as("of 200 at the level 0.05").isBetween(2, 20);
  }

  /** Both kinds of shifts: too similar (few bars, long positions), and hardly similar. */
  @Test
  void aFewLongPositionsOnAShortHoldOutLookLikeMoreNoMoreOften() {
    int beyond = 0;
    int none = 0;
    for (int seed = 0; seed < 400; seed++) {
      int bars = 60 + seed;
      double[] positions = new double[bars];
      Random random = new Random(seed);
      int entry = random.nextInt(bars - HOLDING);
      Arrays.fill(positions, entry, entry + HOLDING, random.nextBoolean() ? 1 : -1);
      CircularShiftPValue test =
          CircularShiftPValue.of(positions, returns(bars, 1000 + seed), stream());
      none += test.pValue().isEmpty() ? 1 : 0;
      beyond += isBelowTheLevel(test);
    }
    assertThat(none).isZero();
    assertThat(beyond).as("of 400 at the level 0.05").isBetween(5, 31);
  }

  @Test
  void whatTheStrategiesDoOnRandomWalksOf1500CandlesIsBelowTheLevelOneInTwentyTimes() {
    List<Strategy> strategies = new ArrayList<>(TestSpaces.catalog().all());
    strategies.add(new MomentumStrategy());
    int beyond = 0;
    int tested = 0;
    for (int walk = 0; walk < 60; walk++) {
      Candles candles = NoiseCandles.RANDOM_WALK.make(null, 1_500, new SplittableRandom(walk));
      for (Strategy strategy : strategies) {
        CircularShiftPValue test = onTheHoldOut(strategy, candles, walk);
        tested += test.pValue().isPresent() ? 1 : 0;
        beyond += isBelowTheLevel(test);
      }
    }
    assertThat(tested).isGreaterThan(100);
    // the upper end of two standard errors above 5 %
    assertThat((double) beyond / tested).isLessThan(0.05 + 2 * Math.sqrt(0.05 * 0.95 / tested));
  }

  private static CircularShiftPValue onTheHoldOut(Strategy strategy, Candles candles, int walk) {
    int embargo = Split.longestHolding(strategy, strategy.space());
    Split split = Split.of(candles.size(), embargo, ValidationSettings.DEFAULT);
    BacktestSettings settings = BacktestSettings.defaults(Timeframe.M5.millis());
    BacktestEvaluator onHoldout =
        new BacktestEvaluator(
            strategy,
            new Indicators(candles),
            split.holdoutFrom(),
            split.size(),
            settings.withCosts(Costs.NONE),
            Objective.SHARPE_RATIO,
            Constraints.minTrades(0));
    Parameters point = TestSpaces.randomPoints(strategy.space(), 1, walk).get(0);
    BacktestResult result = onHoldout.backtest(point);
    return CircularShiftPValue.of(result, candles, stream());
  }

  @Test
  void seriesAreShiftedTogether() {
    double[] positions = new double[100];
    positions[7] = 1;
    double[] returns =
        IntStream.range(0, 100).mapToDouble(bar -> bar == 7 ? 4.5 : bar % 10).toArray();
    double[] never = new double[100];
    Exposure held = new Exposure(positions, returns);

    CircularShiftPValue alone = CircularShiftPValue.of(positions, returns, stream());

    assertThat(CircularShiftPValue.of(List.of(held, held), stream())).isEqualTo(alone);
    assertThat(CircularShiftPValue.of(List.of(new Exposure(never, returns), held), stream()))
        .isEqualTo(alone);
  }

  @Test
  void seriesOfDifferentPeriodsHaveTheShiftsOfBoth() {
    double[] everyTenth = new double[60];
    double[] everyFourth = new double[60];
    for (int bar = 0; bar < 60; bar++) {
      everyTenth[bar] = bar % 10 == 0 ? 1 : 0;
      everyFourth[bar] = bar % 4 == 0 ? 1 : 0;
    }

    assertThat(Rotations.distinct(List.of(everyTenth, everyFourth))).isEqualTo(20);
    assertThat(Rotations.distinct(List.of(everyTenth, new double[60]))).isEqualTo(10);
  }

  @Test
  void whereThereAreFewShiftsEachIsCountedOnce() {
    double[] positions = new double[100];
    positions[7] = 1;
    double[] returns =
        IntStream.range(0, 100).mapToDouble(bar -> bar == 7 ? 4.5 : bar % 10).toArray();

    CircularShiftPValue test = CircularShiftPValue.of(positions, returns, stream());

    // of the 99 other bars those that end in 5 to 9 return more
    assertThat(test.shifts()).isEqualTo(99);
    assertThat(test.asGood()).isEqualTo(10 * 5 - 1);
    assertThat(test.pValue().orElseThrow()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void ofManyShiftsEachIsDrawnOnce() {
    double[] positions = new double[2_101];
    positions[0] = 1;
    double[] returns = new double[2_101];
    Arrays.fill(returns, 0, 50, 1);

    for (int seed = 0; seed < 40; seed++) {
      CircularShiftPValue test =
          CircularShiftPValue.of(positions, returns, new RandomStream(seed, "p-value"));

      assertThat(test.shifts()).isEqualTo(2_000);
      assertThat(test.asGood()).as("of the 49 that are as good").isBetween(35, 49);
    }
  }

  @Test
  void shiftsThatGiveTheSamePositionsAreOne() {
    double[] everyTenth = new double[400];
    double[] everyFortieth = new double[400];
    for (int bar = 0; bar < 400; bar++) {
      everyTenth[bar] = bar % 10 == 0 ? 1 : 0;
      everyFortieth[bar] = bar % 40 < 3 ? -1 : 0;
    }

    CircularShiftPValue tooFew = CircularShiftPValue.of(everyTenth, returns(400, 1), stream());
    CircularShiftPValue enough = CircularShiftPValue.of(everyFortieth, returns(400, 1), stream());

    assertThat(tooFew.shifts()).isEqualTo(9);
    assertThat(tooFew.pValue()).as("no p-value below 0.05 is possible").isEmpty();
    assertThat(enough.shifts()).isEqualTo(39);
    assertThat(enough.pValue()).isPresent();
  }

  @Test
  void aPositionThatNeverChangesTellsNothingOfTiming() {
    double[] positions = new double[BARS];
    Arrays.fill(positions, 1);

    assertThat(CircularShiftPValue.of(positions, returns(BARS, 1), stream()))
        .isEqualTo(CircularShiftPValue.of(new double[BARS], returns(BARS, 1), stream()))
        .extracting(CircularShiftPValue::shifts)
        .isEqualTo(0);
    assertThat(CircularShiftPValue.of(positions, returns(BARS, 1), stream()).pValue()).isEmpty();
  }

  @Test
  void whatIsEarnedEverywhereAlikeIsNoSkillWhateverTheOrderOfItsSumMakesOfIt() {
    double[] positions = new double[100];
    double[] returns = new double[100];
    for (int bar = 0; bar < 100; bar++) {
      positions[bar] = bar < 30 ? 0.1 + bar * 0.01 : 0;
      returns[bar] = 0.1;
    }
    // a sum of the same terms in another order differs in its last digits
    for (int bar = 0; bar < 100; bar += 2) {
      returns[bar] += 1e-18 * bar;
    }

    assertThat(CircularShiftPValue.of(positions, returns, stream()).pValue()).isEmpty();
    returns[70] = 0.05;
    assertThat(CircularShiftPValue.of(positions, returns, stream()).asGood())
        .as("70 of 99")
        .isEqualTo(69);
  }

  private static int isBelowTheLevel(CircularShiftPValue test) {
    return test.pValue().orElse(1) < CircularShiftPValue.LEVEL ? 1 : 0;
  }

  private static double[] returns(int bars, long seed) {
    Random random = new Random(seed);
    return random.doubles(bars).map(u -> (u - 0.5) * 0.02).toArray();
  }

  private static RandomStream stream() {
    return new RandomStream(42, "p-value");
  }
}
