package dev.trainyard.backtest;

import static dev.trainyard.strategy.Side.LONG;
import static dev.trainyard.strategy.Side.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the {@code realistic} model opens a position; no costs. */
class RealisticEntryTest {

  @Test
  void aSignalOpensAtTheNextOpen() {
    BacktestResult result =
        new Script().quiet().signal(LONG, 98, 110).bar(101, 102, 100, 102).quiet().run();

    assertThat(result.trades().get(0).entryBar()).isEqualTo(1);
    assertThat(result.trades().get(0).entryPrice()).isEqualTo(101);
  }

  @Test
  void anOpenAtOrThroughTheStopSkipsTheEntry() {
    assertSkipped(new Script().quiet().signal(LONG, 98, 104).bar(98, 99, 98, 99).quiet());
    assertSkipped(new Script().quiet().signal(SHORT, 102, 96).bar(103, 103, 99, 99).quiet());
  }

  @Test
  void anOpenAtOrThroughTheTargetSkipsTheEntry() {
    assertSkipped(new Script().quiet().signal(LONG, 98, 104).bar(104, 104, 99, 99).quiet());
    assertSkipped(new Script().quiet().signal(SHORT, 102, 96).bar(95, 99, 95, 99).quiet());
  }

  @Test
  void aMissingCandleSkipsTheEntry() {
    assertSkipped(new Script().quiet().signal(LONG, 98, 104).gap(1).quiet().quiet());
  }

  @Test
  void aSignalBeforeTheRangeOpensNothing() {
    BacktestResult result =
        new Script().quiet().signal(LONG, 98, 104).quiet().quiet().quiet().from(1).run();

    assertThat(result.trades()).isEmpty();
    assertThat(result.metrics().execution().skippedEntries()).isZero();
    assertThat(result.equity()).hasSize(3).containsOnly(10_000);
  }

  @Test
  void nothingOpensOnTheLastBar() {
    BacktestResult result = new Script().quiet().signal(LONG, 98, 104).quiet().run();

    assertThat(result.trades()).isEmpty();
  }

  @Test
  void anOppositeSignalBeforeTheLastBarStillExitsAtItsOpen() {
    BacktestResult result =
        new Script()
            .quiet()
            .signal(LONG, 98, 104)
            .quiet()
            .signal(SHORT, 104, 90)
            .bar(101, 101, 100, 100)
            .run();

    assertThat(result.trades()).hasSize(1);
    assertThat(result.trades().get(0).exitPrice()).isEqualTo(101);
    assertThat(result.trades().get(0).reason()).isEqualTo(ExitReason.SIGNAL);
  }

  private static void assertSkipped(Script script) {
    BacktestResult result = script.run();
    assertThat(result.trades()).isEmpty();
    assertThat(result.metrics().execution().skippedEntries()).isEqualTo(1);
  }
}
