package dev.trainyard.backtest;

import static dev.trainyard.strategy.Side.LONG;
import static dev.trainyard.strategy.Side.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, costs and equity of the {@code realistic} model, to the cent and below. */
class RealisticMoneyTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void theSizeLosesTheRiskedShareAtTheStopWithCosts() {
    Trade trade =
        new Script()
            .costs(0.001, 0.0005, 0)
            .quiet()
            .signal(LONG, 95, 120)
            .quiet()
            .quiet()
            .run()
            .trades()
            .get(0);

    assertThat(trade.size()).isCloseTo(10_000 * 0.02 / (0.05 + 0.003), EXACT);
  }

  @Test
  void theSizeIsAtMostTheEquity() {
    Trade trade =
        new Script().quiet().signal(LONG, 99.9, 120).quiet().quiet().run().trades().get(0);

    assertThat(trade.size()).isCloseTo(10_000, EXACT);
  }

  @Test
  void aPositionOfTheWholeEquityLeavesRoomForItsCosts() {
    Script script =
        new Script().costs(0.001, 0.0005, 0).quiet().signal(LONG, 99.99, 120).quiet().quiet();
    Trade trade = script.run().trades().get(0);
    Trade held =
        new BuyAndHold(new Backtester())
            .run(script.candles(), 0, 3, script.settings())
            .trades()
            .get(0);

    double cash = 10_000 - trade.size() - trade.size() * 0.001;
    assertThat(cash).isNotNegative();
    assertThat(trade.size()).isCloseTo(10_000 / 1.003, EXACT);
    assertThat(held.size()).as("the same rule for buying and holding").isEqualTo(trade.size());
  }

  @Test
  void aPositionOfTheWholeEquityAfterALossLeavesRoomForItsCostsToo() {
    BacktestResult result =
        new Script()
            .costs(0.01, 0, 0)
            .risk(1)
            .compounding()
            .quiet()
            .signal(SHORT, 100.5, 50)
            .bar(100, 101, 100, 101)
            .signal(LONG, 99.5, 200)
            .bar(100, 100, 100, 100)
            .quiet()
            .run();

    Trade second = result.trades().get(1);
    double equity = 10_000 + result.trades().get(0).pnl();
    assertThat(second.size() * 1.01).isLessThanOrEqualTo(equity);
    assertThat(second.size()).isCloseTo(equity / 1.02, EXACT);
  }

  @Test
  void aStopAtInfinityOpensNothing() {
    BacktestResult result =
        new Script().quiet().signal(SHORT, Double.POSITIVE_INFINITY, 50).quiet().quiet().run();

    assertThat(result.trades()).isEmpty();
    assertThat(result.metrics().execution().skippedEntries()).isEqualTo(1);
  }

  /** Whatever the digits of the price: what is left of pnl + costs is rounding. */
  @ParameterizedTest
  @ValueSource(doubles = {100, 97.3, 0.07, 123_456.7, 3e-5})
  void onAFlatPriceNothingIsEarnedBeforeCosts(double price) {
    for (double risk : new double[] {0.02, 1e-6, 1}) {
      Metrics metrics =
          new Script()
              .costs(0.001, 0.0005, 0.0001)
              .risk(risk)
              .bar(price, price, price, price)
              .signal(LONG, price * 0.9, price * 1.2)
              .bar(price, price, price, price)
              .signal(SHORT, price * 1.1, price * 0.8)
              .bar(price, price, price, price)
              .bar(price, price, price, price)
              .run()
              .metrics();

      assertThat(metrics.totalTrades()).isEqualTo(2);
      assertThat(metrics.execution().costShare()).as("cost share").isZero();
      assertThat(metrics.execution().breakEvenCost()).as("break-even cost").isZero();
    }
  }

  @Test
  void aWinThatALossTakesBackToThePennyIsNoProfit() {
    for (double move : new double[] {0.1, 0.3, 0.7, 1.1}) {
      double up = 100 + move;
      BacktestResult result =
          new Script()
              .risk(1)
              .quiet()
              .signal(LONG, 50, 200)
              .bar(100, up, 100, up)
              .bar(up, up, 100, 100)
              .run();

      assertThat(result.metrics().netProfitPct()).isZero();
      assertThat(result.metrics().trades().winningTrades()).isZero();
      assertThat(result.metrics().returns().sharpe()).isZero();
      assertThat(result.metrics().execution().costShare()).isZero();
    }
  }

  @Test
  void fixedSizingRisksAShareOfTheCapitalWhateverTheEquity() {
    BacktestResult result = twoLosses(new Script());

    assertThat(result.trades().get(0).size()).isCloseTo(4_000, EXACT);
    assertThat(result.trades().get(1).size()).isCloseTo(4_000, EXACT);
    assertThat(result.returns()).containsExactly(new double[] {0, -0.02, -0.02, 0}, EXACT);
  }

  @Test
  void compoundingRisksAShareOfTheEquityAndReturnsAreOverIt() {
    BacktestResult result = twoLosses(new Script().compounding());

    assertThat(result.trades().get(1).size()).isCloseTo(9_800 * 0.02 / 0.05, EXACT);
    assertThat(result.equity()[2]).isCloseTo(10_000 * 0.98 * 0.98, EXACT);
    assertThat(result.returns()).containsExactly(new double[] {0, -0.02, -0.02, 0}, EXACT);
  }

  private static BacktestResult twoLosses(Script script) {
    return script
        .quiet()
        .signal(LONG, 95, 120)
        .bar(100, 100, 94, 100)
        .signal(LONG, 95, 120)
        .bar(100, 100, 94, 100)
        .quiet()
        .run();
  }

  @Test
  void slippageWorsensBothFillsAndTheFeeIsOnEachSidesNotional() {
    BacktestResult result =
        new Script()
            .costs(0.001, 0.0005, 0)
            .quiet()
            .signal(SHORT, 120, 90)
            .quiet()
            .bar(100, 100, 90, 95)
            .quiet()
            .run();

    double size = 10_000 * 0.02 / (0.2 + 0.003);
    double entry = 100 * (1 - 0.0005);
    double exit = 90 * (1 + 0.0005);
    double quantity = size / entry;
    double pnl = quantity * (entry - exit) - size * 0.001 - quantity * exit * 0.001;
    Trade trade = result.trades().get(0);
    assertThat(trade.entryPrice()).isCloseTo(entry, EXACT);
    assertThat(trade.exitPrice()).isCloseTo(exit, EXACT);
    assertThat(trade.pnl()).isCloseTo(pnl, EXACT);
    assertThat(trade.pnlPct()).isCloseTo(pnl / size, EXACT);
    assertThat(trade.pnl() + trade.costs()).isCloseTo(quantity * 10, EXACT);
    assertThat(result.equity()[3]).isCloseTo(10_000 + pnl, EXACT);
  }

  @Test
  void equityIsMarkedToMarketAtEachClose() {
    BacktestResult result =
        new Script()
            .quiet()
            .signal(LONG, 90, 120)
            .bar(100, 103, 99, 102)
            .bar(102, 102, 97, 98)
            .bar(98, 101, 98, 101)
            .run();

    assertThat(result.equity())
        .containsExactly(new double[] {10_000, 10_040, 9_960, 10_020}, EXACT);
    assertThat(result.metrics().maxDrawdownPct()).isCloseTo(-80.0 / 10_040 * 100, EXACT);
    assertThat(result.metrics().netProfitPct()).isCloseTo(0.2, EXACT);
  }

  @Test
  void theCostOfTheLastExitIsPaid() {
    BacktestResult result =
        new Script().costs(0.001, 0, 0).quiet().signal(LONG, 50, 200).quiet().quiet().run();

    double size = 10_000 * 0.02 / (0.5 + 0.002);
    assertThat(result.equity())
        .containsExactly(
            new double[] {10_000, 10_000 - size * 0.001, 10_000 - size * 0.002}, EXACT);
  }

  @Test
  void longsPayFundingAtEachEightHoursThatTheyAreHeldOver() {
    Script script = new Script().costs(0, 0, 0.01).quiet().signal(LONG, 50, 200);
    int barsOfEightHours = 8 * 12;
    for (int i = 0; i <= barsOfEightHours; i++) {
      script.quiet();
    }

    assertThat(script.run().trades().get(0).pnl()).isCloseTo(-400 * 0.01, EXACT);
  }

  @Test
  void aRuinedAccountIsClosedAndTradesNoMore() {
    BacktestResult result =
        new Script()
            .risk(1)
            .quiet()
            .signal(SHORT, 200, 50)
            .quiet()
            .bar(100, 199, 100, 199)
            .signal(LONG, 50, 300)
            .bar(199, 199, 199, 199)
            .bar(199, 250, 199, 250)
            .run();

    assertThat(result.metrics().ruined()).isTrue();
    assertThat(result.trades()).hasSize(1);
    assertThat(result.trades().get(0).reason()).isEqualTo(ExitReason.END_OF_DATA);
    assertThat(result.equity())
        .containsExactly(new double[] {10_000, 10_000, 100, 100, 100}, EXACT);
  }

  @Test
  void anAccountRuinedByAnExitAtTheOpenDoesNotReverse() {
    BacktestResult result =
        new Script()
            .risk(1)
            .quiet()
            .signal(SHORT, 200, 50)
            .quiet()
            .signal(LONG, 50, 400)
            .bar(300, 310, 300, 300)
            .signal(LONG, 50, 400)
            .quiet()
            .run();

    assertThat(result.metrics().ruined()).isTrue();
    assertThat(result.trades()).hasSize(1);
    assertThat(result.trades().get(0).reason()).isEqualTo(ExitReason.SIGNAL);
    assertThat(result.equity())
        .containsExactly(new double[] {10_000, 10_000, -10_000, -10_000}, EXACT);
  }

  @Test
  void theBarAtWhoseOpenAGapEndsAPositionIsNotOneOfIt() {
    BacktestResult throughStop =
        new Script().quiet().signal(SHORT, 105, 90).quiet().bar(106, 108, 106, 107).quiet().run();
    BacktestResult throughTarget =
        new Script().quiet().signal(SHORT, 105, 90).quiet().bar(89, 90, 88, 89).quiet().run();

    assertThat(throughStop.positions()).containsExactly(new double[] {0, -0.4, 0, 0}, EXACT);
    assertThat(throughTarget.positions()).containsExactly(new double[] {0, -0.4, 0, 0}, EXACT);
  }

  @Test
  void theSignedPositionCoversTheBarsOfATrade() {
    BacktestResult result =
        new Script().quiet().signal(SHORT, 105, 90).quiet().bar(100, 100, 90, 95).quiet().run();

    assertThat(result.positions()).containsExactly(new double[] {0, -0.4, -0.4, 0}, EXACT);
  }
}
