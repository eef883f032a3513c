package dev.trainyard.backtest;

import static dev.trainyard.strategy.Side.LONG;
import static dev.trainyard.strategy.Side.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.strategy.Side;
import org.junit.jupiter.api.Test;

/** When and at what price the {@code realistic} model closes a position; no costs. */
class RealisticExitTest {

  @Test
  void aTargetWithinTheBarExitsAtTheTarget() {
    Script script =
        new Script().quiet().signal(LONG, 98, 104).quiet().bar(101, 105, 100, 103).quiet();

    assertExit(script, LONG, 1, 2, 100, 104, ExitReason.TP);
  }

  @Test
  void aStopWithinTheBarExitsAtTheStop() {
    Script script =
        new Script().quiet().signal(SHORT, 102, 96).quiet().bar(101, 103, 100, 101).quiet();

    assertExit(script, SHORT, 1, 2, 100, 102, ExitReason.SL);
  }

  @Test
  void aGapThroughTheStopExitsAtTheOpen() {
    Script script = new Script().quiet().signal(LONG, 98, 104).quiet().bar(95, 96, 94, 96).quiet();

    assertExit(script, LONG, 1, 2, 100, 95, ExitReason.SL);
  }

  @Test
  void anOpenExactlyAtTheStopExitsThere() {
    Script script =
        new Script().quiet().signal(SHORT, 102, 96).quiet().bar(102, 102, 90, 95).quiet();

    assertExit(script, SHORT, 1, 2, 100, 102, ExitReason.SL);
  }

  @Test
  void aGapThroughTheTargetExitsAtTheTargetNotAtTheBetterOpen() {
    Script script =
        new Script().quiet().signal(LONG, 98, 104).quiet().bar(106, 107, 90, 105).quiet();

    assertExit(script, LONG, 1, 2, 100, 104, ExitReason.TP);
  }

  @Test
  void aBarThatTouchesBothIsAStopAndIsCounted() {
    Script script =
        new Script().quiet().signal(LONG, 98, 104).quiet().bar(100, 105, 97, 103).quiet();

    assertExit(script, LONG, 1, 2, 100, 98, ExitReason.SL);
    assertThat(script.run().metrics().execution().ambiguousBars()).isEqualTo(1);
  }

  @Test
  void stopAndTargetCountOnTheEntryBarToo() {
    Script stopped = new Script().quiet().signal(LONG, 98, 104).bar(100, 101, 97, 99).quiet();
    Script paid = new Script().quiet().signal(LONG, 98, 104).bar(100, 104, 99, 99).quiet();

    assertExit(stopped, LONG, 1, 1, 100, 98, ExitReason.SL);
    assertExit(paid, LONG, 1, 1, 100, 104, ExitReason.TP);
  }

  @Test
  void theLongestHoldingTimeExitsAtTheClose() {
    Script script =
        new Script()
            .maxHolding(2)
            .quiet()
            .signal(LONG, 98, 104)
            .quiet()
            .quiet()
            .bar(100, 102, 100, 101)
            .quiet();

    assertExit(script, LONG, 1, 3, 100, 101, ExitReason.MAX_HOLD);
  }

  @Test
  void anOppositeSignalExitsAndReversesAtTheSameOpen() {
    BacktestResult result =
        new Script()
            .quiet()
            .signal(LONG, 98, 104)
            .quiet()
            .signal(SHORT, 103, 95)
            .bar(101, 102, 100, 100)
            .bar(97, 98, 95, 96)
            .quiet()
            .run();

    assertThat(result.trades()).hasSize(2);
    assertTrade(result.trades().get(0), LONG, 1, 2, 100, 101, ExitReason.SIGNAL);
    assertTrade(result.trades().get(1), SHORT, 2, 3, 101, 95, ExitReason.TP);
  }

  @Test
  void anOppositeSignalExitsAtTheOpenEvenWhereItsOwnEntryIsSkipped() {
    BacktestResult result =
        new Script()
            .quiet()
            .signal(LONG, 98, 104)
            .quiet()
            .signal(SHORT, 101, 95)
            .bar(102, 103, 100, 100)
            .quiet()
            .run();

    assertThat(result.trades()).hasSize(1);
    assertTrade(result.trades().get(0), LONG, 1, 2, 100, 102, ExitReason.SIGNAL);
    assertThat(result.metrics().execution().skippedEntries()).isEqualTo(1);
  }

  @Test
  void aPendingExitComesBeforeAGapThroughTheStop() {
    Script script =
        new Script()
            .quiet()
            .signal(LONG, 98, 104)
            .quiet()
            .signal(SHORT, 103, 80)
            .bar(90, 91, 89, 90)
            .quiet();

    assertTrade(script.run().trades().get(0), LONG, 1, 2, 100, 90, ExitReason.SIGNAL);
  }

  @Test
  void aSignalForTheSameSideIsIgnored() {
    Script script =
        new Script()
            .quiet()
            .signal(LONG, 98, 104)
            .quiet()
            .signal(LONG, 99, 101)
            .bar(100, 102, 98.5, 100)
            .bar(100, 104, 100, 100)
            .quiet();

    assertExit(script, LONG, 1, 3, 100, 104, ExitReason.TP);
  }

  @Test
  void aSignalOnTheBarOfAnExitOpensAtTheNextOpen() {
    BacktestResult result =
        new Script()
            .quiet()
            .signal(LONG, 98, 104)
            .bar(100, 104, 100, 100)
            .signal(LONG, 97, 103)
            .bar(101, 103, 100, 102)
            .quiet()
            .run();

    assertThat(result.trades()).hasSize(2);
    assertTrade(result.trades().get(1), LONG, 2, 2, 101, 103, ExitReason.TP);
  }

  @Test
  void whatIsOpenAtTheEndClosesAtTheLastClose() {
    Script script = new Script().quiet().signal(LONG, 90, 120).quiet().bar(100, 105, 99, 103);

    assertExit(script, LONG, 1, 2, 100, 103, ExitReason.END_OF_DATA);
  }

  private static void assertExit(
      Script script,
      Side side,
      int entryBar,
      int exitBar,
      double entry,
      double exit,
      ExitReason reason) {
    BacktestResult result = script.run();
    assertThat(result.trades()).hasSize(1);
    assertTrade(result.trades().get(0), side, entryBar, exitBar, entry, exit, reason);
  }

  @Test
  void aTrailingStopFollowsTheBestPriceFromTheNextBarOnAndNeverGoesBack() {
    Script script =
        new Script()
            .quiet()
            .trailing(LONG, 96, 200, 4)
            .quiet()
            .bar(100, 110, 100, 109)
            .bar(109, 109, 107, 108)
            .bar(108, 108, 105, 105)
            .quiet();

    assertExit(script, LONG, 1, 4, 100, 106, ExitReason.SL);
    assertThat(script.run().trades().get(0).stopPrice()).as("as signalled").isEqualTo(96);
    assertThat(script.run().trades().get(0).targetPrice()).isEqualTo(200);
  }

  @Test
  void aTrailingStopStaysUntilPriceHasGoneItsDistance() {
    Script script =
        new Script()
            .quiet()
            .trailing(SHORT, 104, 20, 4)
            .quiet()
            .bar(100, 100, 96.5, 97)
            .bar(97, 103.9, 97, 103)
            .bar(103, 104, 100, 100)
            .quiet();

    assertExit(script, SHORT, 1, 4, 100, 104, ExitReason.SL);
  }

  private static void assertTrade(
      Trade trade,
      Side side,
      int entryBar,
      int exitBar,
      double entry,
      double exit,
      ExitReason reason) {
    assertThat(trade.side()).isEqualTo(side);
    assertThat(trade.entryBar()).isEqualTo(entryBar);
    assertThat(trade.exitBar()).isEqualTo(exitBar);
    assertThat(trade.entryPrice()).isEqualTo(entry);
    assertThat(trade.exitPrice()).isEqualTo(exit);
    assertThat(trade.reason()).isEqualTo(reason);
  }
}
