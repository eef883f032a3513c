package dev.trainyard.backtest;

import static dev.trainyard.strategy.Side.LONG;
import static dev.trainyard.strategy.Side.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The rules of the replaced system, as far as they differ from the {@code realistic} rules. */
class CloseFillRulesTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void aSignalFillsAtItsOwnCloseAndTheEntryBarIsNotChecked() {
    Trade trade =
        script()
            .bar(100, 120, 80, 101)
            .signal(LONG, 98, 104)
            .bar(101, 105, 100, 102)
            .run()
            .trades()
            .get(0);

    assertThat(trade.entryBar()).isZero();
    assertThat(trade.entryPrice()).isEqualTo(101);
    assertThat(trade.exitBar()).isEqualTo(1);
    assertThat(trade.exitPrice()).isEqualTo(104);
  }

  @Test
  void aGapThroughTheStopStillFillsAtTheStop() {
    Trade trade = script().quiet().signal(LONG, 98, 104).bar(90, 91, 89, 90).run().trades().get(0);

    assertThat(trade.exitPrice()).isEqualTo(98);
    assertThat(trade.reason()).isEqualTo(ExitReason.SL);
  }

  @Test
  void theStopComesBeforeTheTargetAndThatBeforeTheHoldingTime() {
    Script both = script().quiet().signal(SHORT, 102, 96).bar(100, 103, 95, 100);
    Script late = script().maxHolding(1).quiet().signal(SHORT, 102, 96).bar(100, 101, 95, 100);

    assertThat(both.run().trades().get(0).reason()).isEqualTo(ExitReason.SL);
    assertThat(late.run().trades().get(0).reason()).isEqualTo(ExitReason.TP);
  }

  @Test
  void anOppositeSignalReversesAtTheSameClose() {
    BacktestResult result =
        script().quiet().signal(LONG, 98, 104).quiet().signal(SHORT, 102, 96).quiet().run();

    assertThat(result.trades()).hasSize(2);
    assertThat(result.trades().get(0).reason()).isEqualTo(ExitReason.SIGNAL);
    assertThat(result.trades().get(1).entryBar()).isEqualTo(1);
    assertThat(result.trades().get(1).reason()).isEqualTo(ExitReason.END_OF_DATA);
  }

  @Test
  void aSignalOnTheBarOfAStopEntersAgainAtItsClose() {
    BacktestResult result =
        script()
            .quiet()
            .signal(LONG, 98, 104)
            .bar(100, 100, 97, 99)
            .signal(LONG, 96, 110)
            .quiet()
            .run();

    assertThat(result.trades()).hasSize(2);
    assertThat(result.trades().get(1).entryPrice()).isEqualTo(99);
  }

  @Test
  void theSizeComesFromTheUnslippedCloseAndTwiceTheFeeIsTakenOff() {
    Trade trade =
        script()
            .costs(0.001, 0.0005, 0)
            .quiet()
            .signal(LONG, 95, 110)
            .bar(100, 111, 99, 110)
            .run()
            .trades()
            .get(0);

    double entry = 100 * 1.0005;
    double exit = 110 * 0.9995;
    assertThat(trade.size()).isCloseTo(4_000, EXACT);
    assertThat(trade.pnlPct()).isCloseTo((exit - entry) / entry - 0.002, EXACT);
    assertThat(trade.pnl()).isCloseTo(4_000 * trade.pnlPct(), EXACT);
  }

  @Test
  void aStopAtTheCloseCountsAsTwoPercentAway() {
    Trade trade = script().quiet().signal(LONG, 100, 110).quiet().run().trades().get(0);

    assertThat(trade.size()).isCloseTo(10_000, EXACT);
  }

  @Test
  void ratiosAreZeroForOneTradeAndSortinoIsInfiniteWhereAllLossesAreEqual() {
    Script one = script().quiet().signal(LONG, 98, 104).bar(100, 104, 100, 104);
    Script equalLosses =
        script()
            .quiet()
            .signal(LONG, 98, 104)
            .bar(100, 104, 100, 100)
            .signal(LONG, 98, 104)
            .bar(100, 100, 98, 100);

    assertThat(one.run().metrics().sharpeRatio()).isZero();
    assertThat(one.run().metrics().trades().profitFactor()).isZero();
    assertThat(equalLosses.run().metrics().sortinoRatio()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(equalLosses.run().metrics().toMap()).containsEntry("sortino_ratio", null);
  }

  private static Script script() {
    return new Script().closeFill();
  }
}
