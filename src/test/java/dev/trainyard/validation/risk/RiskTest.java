package dev.trainyard.validation.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.validation.risk.TailRisk.Basis;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RiskTest {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  @Test
  void returnsAreSummedByTheUtcDayOfTheirBars() {
    long[] time = {0, DAY - 2, DAY - 1, DAY, 3 * DAY + 5};

    assertThat(DailyReturns.of(new double[] {0.01, 0.02, 0.04, 0.08}, time, 1))
        .containsExactly(0.01 + 0.02, 0.04, 0.08);
  }

  @Test
  void theTailOfFortyDaysIsItsTwoWorst() {
    double[] days = IntStream.range(0, 40).mapToDouble(k -> (20 - k) / 100.0).toArray();

    TailRisk tail = TailRisk.of(days, new double[0]).orElseThrow();

    assertThat(tail.basis()).isEqualTo(Basis.DAYS);
    assertThat(tail.var95Pct()).isCloseTo(-18, within(1e-12));
    assertThat(tail.cvar95Pct()).isCloseTo(-18.5, within(1e-12));
  }

  @Test
  void aTailThatIsNoWholeNumberOfDaysCountsTheNextOneByItsShare() {
    double[] days = IntStream.range(0, 30).mapToDouble(k -> k - 10.0).toArray();

    TailRisk tail = TailRisk.of(days, new double[0]).orElseThrow();

    assertThat(tail.var95Pct()).isEqualTo(-900);
    assertThat(tail.cvar95Pct()).isCloseTo((-10 - 0.5 * 9) / 1.5 * 100, within(1e-9));
  }

  @Test
  void withFewDaysTheTailIsThatOfTheTradesAndWithFewOfBothThereIsNone() {
    double[] days = new double[19];
    double[] trades = new double[20];
    trades[7] = -0.03;

    TailRisk tail = TailRisk.of(days, trades).orElseThrow();
    assertThat(tail).isEqualTo(new TailRisk(Basis.TRADES, -3, -3));
    assertThat(tail.label()).isEqualTo("trades");
    assertThat(TailRisk.of(days, new double[19])).isEmpty();
  }

  @Test
  void kellyWeighsTheShareOfWinsAgainstTheirSize() {
    // 60 % at even odds: 0.6 - 0.4; 50 % at two to one: 0.5 - 0.25
    assertThat(Risk.kelly(new double[] {10, 10, 10, -10, -10}).orElseThrow())
        .isCloseTo(0.2, within(1e-12));
    assertThat(Risk.kelly(new double[] {20, -10, 0}).orElseThrow()).isCloseTo(0.25, within(1e-12));
    assertThat(Risk.kelly(new double[] {1, -10, -10})).hasValue(-1);
  }

  @Test
  void withoutLossesKellyStakesAllAndWithoutWinsItSaysNothing() {
    double[] thirtyWins = DoubleStream.generate(() -> 12.5).limit(30).toArray();

    assertThat(Risk.kelly(thirtyWins)).hasValue(1);
    assertThat(Risk.kelly(new double[] {1})).hasValue(1);
    assertThat(Risk.kelly(new double[] {-1})).isEmpty();
    assertThat(Risk.kelly(new double[] {0, 0})).isEmpty();
    assertThat(Risk.kelly(new double[0])).isEmpty();
  }

  @Test
  void theLongestDrawdownIsCountedInBarsAndInTimeWithItsGaps() {
    double[] equity = {100, 99, 101, 100, 100.5, 101, 100};
    long[] time = {0, HOUR, 2 * HOUR, 3 * HOUR, 30 * HOUR, 31 * HOUR, 32 * HOUR};

    DrawdownDuration longest = DrawdownDuration.longest(equity, 100, time, 0, HOUR);

    assertThat(longest.bars()).isEqualTo(2);
    assertThat(longest.days()).isCloseTo(28 / 24.0, within(1e-12));
  }

  @Test
  void aDrawdownBelowTheCapitalBeginsWithTheFirstBarAndMayNotBeOver() {
    double[] falling = {99, 98, 97};
    long[] time = {7, HOUR, 2 * HOUR, 3 * HOUR};

    assertThat(DrawdownDuration.longest(falling, 100, time, 1, HOUR))
        .isEqualTo(new DrawdownDuration(3, 3 / 24.0));
    assertThat(DrawdownDuration.longest(new double[] {100, 101}, 100, time, 1, HOUR))
        .isEqualTo(new DrawdownDuration(0, 0));
  }

  @Test
  void equityThatIsBackAtItsPeakButForRoundingEndsADrawdown() {
    double[] equity = {0.8, 0.7, 0.1 + 0.7, 0.1 + 0.7, 0.1 + 0.7};
    long[] time = {0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR};

    assertThat(DrawdownDuration.longest(equity, 0.8, time, 0, HOUR).bars()).isEqualTo(1);
  }

  @Test
  void theRollingSharpeRatioIsThatOfThirtyDaysAtATime() {
    // ±1 around 0 has mean 0; 0 and 2 have mean 1 and, of 30, a variance of 30/29
    double[] days =
        DoubleStream.concat(
                IntStream.range(0, 30).mapToDouble(k -> k % 2 == 0 ? 1 : -1),
                IntStream.range(0, 30).mapToDouble(k -> k % 2 == 0 ? 2 : 0))
            .toArray();

    RollingSharpe rolling = RollingSharpe.of(days).orElseThrow();

    assertThat(rolling.min()).isCloseTo(0, within(1e-12));
    assertThat(rolling.last().orElseThrow()).isCloseTo(Math.sqrt(29.0 / 30 * 365), within(1e-12));
    assertThat(rolling.median()).isStrictlyBetween(rolling.min(), rolling.last().orElseThrow());
  }

  @Test
  void thirtyEqualDaysHaveNoSharpeRatioAndFewerNoRollingOne() {
    double[] days = new double[31];
    Arrays.fill(days, 0.1);
    double[] thenStill = days.clone();
    thenStill[0] = 0.2;

    assertThat(RollingSharpe.of(days)).isEmpty();
    assertThat(RollingSharpe.of(new double[29])).isEmpty();
    RollingSharpe rolling = RollingSharpe.of(thenStill).orElseThrow();
    assertThat(rolling.min()).isPositive().isEqualTo(rolling.median());
    assertThat(rolling.last()).isEmpty();
  }

  @Test
  void riskMultiplesHaveTharpsQualityNumber() {
    RiskMultiples multiples = RiskMultiples.of(new double[] {-1, 2, -1, 4}).orElseThrow();

    assertThat(multiples.count()).isEqualTo(4);
    assertThat(multiples.mean()).isEqualTo(1);
    assertThat(multiples.std().orElseThrow()).isCloseTo(Math.sqrt(6), within(1e-12));
    assertThat(multiples.sqn().orElseThrow()).isCloseTo(2 / Math.sqrt(6), within(1e-12));
    assertThat(multiples.worst()).isEqualTo(-1);
    assertThat(multiples.best()).isEqualTo(4);
  }

  @Test
  void theQualityNumberGrowsNoMoreBeyondAHundredTrades() {
    double[] many = IntStream.range(0, 400).mapToDouble(k -> k % 2 == 0 ? 2 : -1).toArray();

    RiskMultiples multiples = RiskMultiples.of(many).orElseThrow();

    assertThat(multiples.sqn().orElseThrow())
        .isCloseTo(10 * 0.5 / multiples.std().orElseThrow(), within(1e-12));
  }

  @Test
  void aFigureThatFewTradesDoNotGiveIsAbsent() {
    assertThat(RiskMultiples.of(new double[0])).isEmpty();
    assertThat(RiskMultiples.of(new double[] {2}).orElseThrow().toMap())
        .containsEntry("mean", 2.0)
        .containsEntry("std", null)
        .containsEntry("sqn", null);
    assertThat(RiskMultiples.of(new double[] {2, 2}).orElseThrow().sqn()).isEmpty();
  }
}
