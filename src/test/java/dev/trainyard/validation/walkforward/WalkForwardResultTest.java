package dev.trainyard.validation.walkforward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.backtest.ExecutionStatistics;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.backtest.TradeStatistics;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.validation.SyntheticCandles;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.split.WalkForwardWindow;
import dev.trainyard.validation.walkforward.WindowResult.Chosen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WalkForwardResultTest {
  private static final Parameters NONE =
      new Parameters(new ParameterSpace(List.of()), new double[0]);

  @Test
  void windowsThatAllDoTheSameAreStable() {
    List<WindowResult> windows = List.of(window(1, 2, 0.5), window(2, 2, 0.5));

    assertThat(WalkForwardResult.stability(windows)).isCloseTo(1, within(1e-12));
  }

  @Test
  void spreadOfSharpeRatiosAndWinRatesAndLossesTakeFromStability() {
    // Sharpe 3 and −1: mean 1, deviation 2; win rates 0.6 and 0.4: deviation 0.1; one of two wins
    List<WindowResult> windows = List.of(window(1, 3, 0.6), window(2, -1, 0.4));

    assertThat(WalkForwardResult.stability(windows))
        .isCloseTo(0.4 / 3 + 0.3 / 2 + 0.3 / 2, within(1e-12));
  }

  @Test
  void aNegativeMeanSharpeRatioIsNotSteady() {
    List<WindowResult> windows = List.of(window(1, -2, 0.4), window(2, -2, 0.4));

    assertThat(WalkForwardResult.stability(windows)).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void sharpeRatiosThatCancelButForRoundingAreNotSteady() {
    List<WindowResult> windows =
        List.of(window(1, 0.1, 0.5), window(2, 0.2, 0.5), window(3, -0.3, 0.5));

    assertThat(WalkForwardResult.stability(windows)).isCloseTo(0.3 + 0.3 * 2 / 3, within(1e-12));
  }

  @Test
  void testsThatCancelButForRoundingMadeNothing() {
    double[] returns = {0.1, 0.2, -0.3};

    JoinedCurve joined =
        new JoinedCurve(SyntheticCandles.noise(10, 1).time(), 4, returns, Sizing.FIXED);

    assertThat(joined.netProfitPct()).isZero();
  }

  @Test
  void aWindowWithoutFeasibleParametersTradesNothing() {
    WindowResult idle = new WindowResult(range(1), 20, Optional.empty());

    assertThat(idle.sharpeRatio()).isZero();
    assertThat(idle.profitable()).isFalse();
    assertThat(idle.efficiency()).isEmpty();
    assertThat(idle.toMap()).containsEntry("parameters", null).containsEntry("trials", 20);
  }

  @Test
  void efficiencyComparesAnnualReturnsWhereThereIsOneToCompareWith() {
    assertThat(WalkForwardResult.efficiency(0.1, 0.4)).hasValue(0.25);
    assertThat(WalkForwardResult.efficiency(-0.1, 0.4)).hasValue(-0.25);
    assertThat(WalkForwardResult.efficiency(0.1, 0)).isEmpty();
    assertThat(WalkForwardResult.efficiency(0.1, -0.4)).isEmpty();
  }

  @Test
  void aJoinedCurveAddsReturnsOfTheCapitalOrCompoundsThem() {
    long[] time = SyntheticCandles.noise(10, 1).time();
    double[] returns = {0.1, -0.5, 0.2};

    JoinedCurve fixed = new JoinedCurve(time, 4, returns, Sizing.FIXED);
    JoinedCurve compounding = new JoinedCurve(time, 4, returns, Sizing.COMPOUNDING);

    assertThat(fixed.netProfitPct()).isCloseTo(-20, within(1e-9));
    assertThat(fixed.maxDrawdownPct()).isCloseTo(-0.5 / 1.1 * 100, within(1e-9));
    assertThat(compounding.netProfitPct()).isCloseTo(-34, within(1e-9));
    assertThat(fixed.points(2))
        .extracting(CurvePoint::time)
        .containsExactly(Instant.ofEpochMilli(time[4]), Instant.ofEpochMilli(time[6]));
  }

  private static WindowResult window(int number, double sharpe, double winRate) {
    PeriodMetrics block = new PeriodMetrics(Instant.EPOCH, Instant.EPOCH, metrics(sharpe, winRate));
    return new WindowResult(range(number), 20, Optional.of(new Chosen(NONE, block, block)));
  }

  private static WalkForwardWindow range(int number) {
    return new WalkForwardWindow(number, 0, 10, 12, 20);
  }

  private static Metrics metrics(double sharpe, double winRate) {
    return new Metrics(
        sharpe,
        sharpe,
        0,
        0,
        0,
        0,
        new TradeStatistics(10, 0, 0, winRate, 1, 0, 0, 0, 0, 0, 0),
        new ExecutionStatistics(0, 0, 0, 0, 0, 0, false),
        new ReturnMoments(10, 8_760, sharpe / 100, 1, 0, 3));
  }
}
