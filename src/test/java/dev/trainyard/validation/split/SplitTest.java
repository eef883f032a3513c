package dev.trainyard.validation.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.market.DataQuality;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.validation.MomentumStrategy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

  @Test
  void anEmbargoKeepsTradesOfTheSearchOutOfTheHoldOut() {
    Split split = Split.of(10_000, 150, ValidationSettings.DEFAULT);

    assertThat(split.searchTo()).isEqualTo(7_000);
    assertThat(split.holdoutFrom()).isEqualTo(7_150);
    assertThat(split.size()).isEqualTo(10_000);
  }

  @Test
  void windowsTrainOnHalfOfTheSearchPartAndTestOnTheNextTenth() {
    Split split = Split.of(10_000, 150, ValidationSettings.DEFAULT);

    assertThat(split.windows())
        .containsExactly(
            new WalkForwardWindow(1, 0, 3_350, 3_500, 4_200),
            new WalkForwardWindow(2, 700, 4_050, 4_200, 4_900),
            new WalkForwardWindow(3, 1_400, 4_750, 4_900, 5_600),
            new WalkForwardWindow(4, 2_100, 5_450, 5_600, 6_300),
            new WalkForwardWindow(5, 2_800, 6_150, 6_300, 7_000));
  }

  @Test
  void tooFewCandlesAreRefusedWithTheNumberThatWouldDo() {
    assertThatExceptionOfType(TooFewCandlesException.class)
        .isThrownBy(() -> Split.of(500, 150, ValidationSettings.DEFAULT))
        .satisfies(
            e -> {
              assertThat(e.available()).isEqualTo(500);
              assertThat(e.needed()).isEqualTo(997);
              assertThatCode(() -> Split.of(e.needed(), 150, ValidationSettings.DEFAULT))
                  .doesNotThrowAnyException();
            })
        .withMessageContaining("500 candles are too few")
        .withMessageContaining("997 are needed")
        .withMessageContaining("longest holding time of 150");
  }

  @ParameterizedTest
  @CsvSource({"1001, 0.3", "1337, 0.1", "1009, 0.47"})
  void theCandlesForALongerHoldOutAreTheFewestThatMakeIt(int size, double holdout) {
    ValidationSettings settings = new ValidationSettings(holdout, 5);
    Split split = Split.of(size, 31, settings);

    for (int wanted = 500; wanted < 1500; wanted++) {
      int all = (int) split.candlesForHoldout(wanted);
      assertThat(holdoutOf(all, settings)).isGreaterThanOrEqualTo(wanted);
      assertThat(holdoutOf(all - 1, settings)).isLessThan(wanted);
    }
  }

  /** A Sharpe ratio close to 0 needs more candles than a 64-bit number can hold. */
  @Test
  void aHoldOutBeyondAllCandlesIsStillReckoned() {
    Split split = Split.of(1_001, 31, ValidationSettings.DEFAULT);

    assertThat(split.candlesForHoldout(3e30)).isCloseTo(1e31, within(1e20));
  }

  @Test
  void whereTheFilterDropsCandlesItIsSaidHowManyToAskFor() {
    TooFewCandlesException few =
        catchThrowableOfType(
            TooFewCandlesException.class, () -> Split.of(900, 150, ValidationSettings.DEFAULT));
    DataQuality quality =
        new DataQuality(1_000, 1_000, 900, Map.of("zero_volume", 100), 0, 0, 0, 0, List.of());

    assertThat(few.outOf(quality))
        .hasMessageContaining("997 are needed")
        .hasMessageEndingWith(
            " At the same share of dropped candles, 1,108 candles are needed to keep 997.");
  }

  private static int holdoutOf(int size, ValidationSettings settings) {
    Split split = Split.of(size, 31, settings);
    return split.size() - split.holdoutFrom();
  }

  @Test
  void theEmbargoIsTheLongestHoldingOfTheSpaceSearched() {
    MomentumStrategy strategy = new MomentumStrategy();
    ParameterSpace narrower =
        new ParameterSpace(
            strategy.space().parameters().stream()
                .map(
                    spec ->
                        spec.name().equals("max_holding_periods")
                            ? ParameterSpec.integer(spec.name(), 2, 5)
                            : spec)
                .toList());

    assertThat(Split.longestHolding(strategy, strategy.space())).isEqualTo(12);
    assertThat(Split.longestHolding(strategy, narrower)).isEqualTo(5);
  }
}
