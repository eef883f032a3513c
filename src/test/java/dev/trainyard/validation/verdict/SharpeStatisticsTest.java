package dev.trainyard.validation.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.backtest.ReturnMoments;
import org.junit.jupiter.api.Test;

/** Numeric examples, most of them from the papers of Bailey and López de Prado. */
class SharpeStatisticsTest {
  private static final ReturnMoments FUND = moments(0.458, 24, -2.448, 10.164);

  @Test
  void skewedReturnsMakeASharpeRatioLessSure() {
    assertThat(ProbabilisticSharpe.probability(FUND, 0).orElseThrow())
        .isCloseTo(0.913361083860933, within(1e-13));
    assertThat(ProbabilisticSharpe.probability(moments(0.458, 24, 0, 3), 0).orElseThrow())
        .isCloseTo(0.9816749190910771, within(1e-13));
  }

  @Test
  void aLongerRecordMakesItSurer() {
    assertThat(ProbabilisticSharpe.probability(moments(0.458, 36, -2.448, 10.164), 0).orElseThrow())
        .isCloseTo(0.9535052188653401, within(1e-13));
  }

  @Test
  void theMinimumTrackRecordIsWhereItBecomesSure() {
    assertThat(ProbabilisticSharpe.minimumTrackRecord(FUND).orElseThrow())
        .isCloseTo(34.557505934856216, within(1e-10));
  }

  @Test
  void noTrackRecordShowsAnEdgeThatIsNotThere() {
    assertThat(ProbabilisticSharpe.minimumTrackRecord(moments(0, 1000, 0, 3))).isEmpty();
    assertThat(ProbabilisticSharpe.minimumTrackRecord(moments(-0.1, 1000, 0, 3))).isEmpty();
  }

  @Test
  void withoutDeviationThereIsNoSharpeRatioToBeSureOf() {
    ReturnMoments still = new ReturnMoments(100, 8760, 0, 0, 0, 3);

    assertThat(ProbabilisticSharpe.probability(still, 0)).isEmpty();
    assertThat(DeflatedSharpe.of(still, 0.001, 100, 0).probability()).isEmpty();
  }

  @Test
  void theBestOfMoreTrialsIsBetterByLuckAlone() {
    assertThat(DeflatedSharpe.expectedMaximum(1)).isZero();
    assertThat(DeflatedSharpe.expectedMaximum(2)).isCloseTo(0.519755, within(5e-7));
    assertThat(DeflatedSharpe.expectedMaximum(10)).isCloseTo(1.574598, within(5e-7));
    assertThat(DeflatedSharpe.expectedMaximum(45)).isCloseTo(2.235640, within(5e-7));
    assertThat(DeflatedSharpe.expectedMaximum(100)).isCloseTo(2.530603, within(5e-7));
    assertThat(DeflatedSharpe.expectedMaximum(1000)).isCloseTo(3.255122, within(5e-7));
  }

  @Test
  void theDeflatedSharpeRatioAsPublished() {
    double variance = 0.5 / 250;
    ReturnMoments skewed = moments(2.5 / Math.sqrt(250), 1250, -3, 10);

    DeflatedSharpe of100 = DeflatedSharpe.of(skewed, variance, 100, 0);
    assertThat(of100.benchmark()).isCloseTo(0.113172, within(5e-7));
    assertThat(of100.probability().orElseThrow()).isCloseTo(0.900397, within(5e-7));
    assertThat(DeflatedSharpe.of(skewed, variance, 46, 0).probability().orElseThrow())
        .isCloseTo(0.950502, within(5e-7));

    ReturnMoments normal = moments(2.5 / Math.sqrt(250), 1250, 0, 3);
    assertThat(DeflatedSharpe.of(normal, variance, 88, 0).probability().orElseThrow())
        .isCloseTo(0.950491, within(5e-7));
  }

  @Test
  void correlatedTrialsCountForFewer() {
    ReturnMoments winner = moments(0.1, 1000, 0, 3);

    assertThat(DeflatedSharpe.of(winner, 0.001, 100, 0).effectiveTrials()).isEqualTo(100);
    assertThat(DeflatedSharpe.of(winner, 0.001, 100, 0.5).effectiveTrials()).isEqualTo(50.5);
    assertThat(DeflatedSharpe.of(winner, 0.001, 100, 1).effectiveTrials()).isEqualTo(1);
    assertThat(DeflatedSharpe.of(winner, 0.001, 100, -0.2).effectiveTrials()).isEqualTo(100);
  }

  private static ReturnMoments moments(double sharpe, int bars, double skewness, double kurtosis) {
    return new ReturnMoments(bars, 8760, sharpe, 1, skewness, kurtosis);
  }
}
