package dev.trainyard.validation.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.validation.MomentumStrategy;
import org.junit.jupiter.api.Test;

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
