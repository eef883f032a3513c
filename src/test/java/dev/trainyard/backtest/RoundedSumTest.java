package dev.trainyard.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RoundedSumTest {

  @Test
  void whatRoundingLeavesOfTermsThatCancelIsNothing() {
    double residue = 0.1 + 0.2 - 0.3;
    assertThat(residue).isNotZero();

    assertThat(RoundedSum.of(residue, 0.6)).isZero();
    assertThat(RoundedSum.difference(0.1 + 0.2, 0.3)).isZero();
    assertThat(RoundedSum.of(0, 0)).isZero();
  }

  @Test
  void whatIsMoreThanRoundingStaysAsItIs() {
    assertThat(RoundedSum.of(1e-6, 10_000)).isEqualTo(1e-6);
    assertThat(RoundedSum.difference(10_000, 10_000.01)).isEqualTo(10_000 - 10_000.01);
    assertThat(RoundedSum.of(1e-300, 1e-300)).isEqualTo(1e-300);
  }

  @Test
  void returnsThatCancelHaveNoMeanAndEqualOnesNoDeviation() {
    double[] cancelling = {0.1, 0.2, -0.3};
    double[] equal = new double[10];
    Arrays.fill(equal, 0.1);

    assertThat(ReturnMoments.of(cancelling, 0, 2).mean()).isZero();
    assertThat(ReturnMoments.of(cancelling, 0, 2).sharpe()).isZero();
    assertThat(ReturnMoments.of(equal, 0, 9).std()).isZero();
    assertThat(ReturnMoments.of(equal, 0, 9).annualSharpeIfAny()).isEmpty();
  }

  @Test
  void equityThatIsBackAtItsPeakButForRoundingIsNotBelowIt() {
    Drawdown drawdown = new Drawdown(0.8);
    drawdown.add(0.1 + 0.7, 5);
    assertThat(drawdown.maxPct()).isZero();
    assertThat(drawdown.avgPct()).isZero();

    drawdown.add(0.7, 1);
    assertThat(drawdown.maxPct()).isNegative();
  }
}
