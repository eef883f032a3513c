package dev.trainyard.validation.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.StandardNormal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final double BARS_PER_YEAR = 8_760;

  @Test
  void theIntervalOfIndependentReturnsHasTheWidthThatTheoryGives() {
    double[] returns = normal(3_000, 0.002, 0.01);

    Bootstrap bootstrap = bootstrap(returns, 1, Sizing.FIXED);

    // Standard errors: of the sum 1 % · √3000, of an annual Sharpe ratio √(bars of a year / bars)
    double profit = Arrays.stream(returns).sum() * 100;
    double profitError = Math.sqrt(3_000);
    assertThat(bootstrap.netProfitPct().low()).isCloseTo(profit - 1.96 * profitError, within(15.0));
    assertThat(bootstrap.netProfitPct().high())
        .isCloseTo(profit + 1.96 * profitError, within(15.0));
    double width = 2 * 1.96 * Math.sqrt(BARS_PER_YEAR / 3_000);
    assertThat(bootstrap.sharpeRatio().high() - bootstrap.sharpeRatio().low())
        .isCloseTo(width, within(width * 0.15));
  }

  @Test
  void blocksKeepWhatOneBarOwesToTheBarsBefore() {
    // Each return comes twenty times in a row: only a twentieth of the bars is new
    double[] few = normal(150, 0, 0.0005);
    double[] returns = new double[3_000];
    for (int k = 0; k < returns.length; k++) {
      returns[k] = few[k / 20];
    }

    double alone = width(bootstrap(returns, 1, Sizing.FIXED).netProfitPct());
    double together = width(bootstrap(returns, 100, Sizing.FIXED).netProfitPct());

    double theory = 2 * 1.96 * 0.0005 * 100 * 20 * Math.sqrt(150);
    assertThat(together).isCloseTo(theory, within(theory * 0.25));
    assertThat(alone).isLessThan(together * 0.9);
  }

  @Test
  void whatIsTheSameInEveryOrderHasAnIntervalWithoutWidth() {
    double[] returns = new double[1_000];
    Arrays.setAll(returns, k -> -0.0005 + k * 1e-18);

    Bootstrap fixed = bootstrap(returns, 1, Sizing.FIXED);
    Bootstrap compounding = bootstrap(returns, 1, Sizing.COMPOUNDING);

    assertThat(fixed.blockBars()).isEqualTo(10);
    assertThat(fixed.netProfitPct().low()).isCloseTo(-50, within(1e-9));
    assertThat(fixed.netProfitPct().high()).isCloseTo(-50, within(1e-9));
    assertThat(fixed.maxDrawdownPct().low()).isCloseTo(-50, within(1e-9));
    double compounded = (Math.pow(1 - 0.0005, 1_000) - 1) * 100;
    assertThat(compounding.netProfitPct().high()).isCloseTo(compounded, within(1e-9));
    assertThat(compounding.maxDrawdownPct().high()).isCloseTo(compounded, within(1e-9));
  }

  @Test
  void aResampleEndsInRuinAsABacktestDoes() {
    double[] returns = new double[1_000];
    for (int k = 0; k < returns.length; k += 2) {
      returns[k] = -0.1 - k * 1e-16;
    }

    Bootstrap bootstrap = bootstrap(returns, 1, Sizing.FIXED);

    assertThat(bootstrap.netProfitPct().low()).isCloseTo(-100, within(1e-9));
    assertThat(bootstrap.maxDrawdownPct().low()).isCloseTo(-100, within(1e-9));
  }

  @Test
  void aBlockThatIsPassedOverCountsAsIfItWereGoneThrough() {
    double[] returns = normal(500, 0.0001, 0.004);
    for (Sizing sizing : Sizing.values()) {
      BlockResample resample = new BlockResample(returns, 30, sizing);
      for (int k = 0; k < 100; k++) {
        resample.draw(stream().draws(k, 0));

        double[] drawn = drawn(returns, 30, stream().draws(k, 0));
        double equity = 1;
        double peak = 1;
        double drawdown = 0;
        for (double r : drawn) {
          equity += sizing == Sizing.COMPOUNDING ? equity * r : r;
          peak = Math.max(peak, equity);
          drawdown = Math.min(drawdown, equity / peak - 1);
        }
        ReturnMoments moments = ReturnMoments.of(drawn, 0, 1);
        assertThat(resample.equity()).isCloseTo(equity, within(1e-12));
        assertThat(resample.drawdown()).isCloseTo(drawdown, within(1e-12));
        assertThat(resample.sharpe()).isCloseTo(moments.sharpe(), within(1e-9));
      }
    }
  }

  private static double[] drawn(double[] returns, int block, RandomStream.Draws draws) {
    int bars = returns.length;
    double[] drawn = new double[bars];
    for (int done = 0; done < bars; done += block) {
      int start = draws.nextInt(bars);
      for (int k = 0; k < block && done + k < bars; k++) {
        drawn[done + k] = returns[(start + k) % bars];
      }
    }
    return drawn;
  }

  @Test
  void theSameSeedGivesTheSameIntervals() {
    double[] returns = normal(2_000, 0, 0.01);

    assertThat(bootstrap(returns, 30, Sizing.COMPOUNDING))
        .isEqualTo(bootstrap(returns, 30, Sizing.COMPOUNDING));
  }

  @Test
  void fewerThanTenBlocksGiveNone() {
    assertThat(Bootstrap.of(normal(999, 0, 0.01), BARS_PER_YEAR, 100, Sizing.FIXED, stream()))
        .isEmpty();
    assertThat(Bootstrap.of(normal(1_000, 0, 0.01), BARS_PER_YEAR, 100, Sizing.FIXED, stream()))
        .isPresent();
  }

  private static double width(Bootstrap.Interval interval) {
    return interval.high() - interval.low();
  }

  private static Bootstrap bootstrap(double[] returns, int longest, Sizing sizing) {
    return Bootstrap.of(returns, BARS_PER_YEAR, longest, sizing, stream()).orElseThrow();
  }

  private static double[] normal(int size, double mean, double deviation) {
    RandomStream.Draws draws = new RandomStream(7, "returns").draws(0, 0);
    double[] returns = new double[size];
    for (int k = 0; k < size; k++) {
      returns[k] = mean + deviation * StandardNormal.quantile(draws.nextDouble());
    }
    return returns;
  }

  private static RandomStream stream() {
    return new RandomStream(42, "intervals");
  }
}
