package dev.trainyard.strategy.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.builtin.LiquiditySweep;
import dev.trainyard.strategy.builtin.TestSpaces;
import dev.trainyard.text.FieldError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpaceNarrowingTest {
  private final ParameterSpace space =
      TestSpaces.catalog().find(LiquiditySweep.NAME).orElseThrow().space();

  @Test
  void boundsMoveInwards() {
    ParameterSpace narrowed =
        narrowed(
            Map.of(
                "pierce_depth", Map.of("low", 0.001, "high", 0.002),
                "reversal_candles", Map.of("high", 2),
                "max_holding_periods", Map.of("choices", List.of(150, 30))));

    assertThat(narrowed.get(0).low()).isEqualTo(0.001);
    assertThat(narrowed.get(0).high()).isEqualTo(0.002);
    assertThat(narrowed.get(2).low()).isEqualTo(1);
    assertThat(narrowed.get(2).high()).isEqualTo(2);
    assertThat(narrowed.get(6).choices()).containsExactly(30, 150);
    assertThat(narrowed.names()).isEqualTo(space.names());
  }

  @Test
  void aSingleValueIsASpaceToo() {
    assertThat(narrowed(Map.of("pierce_depth", Map.of("low", 0.005))).get(0).low())
        .isEqualTo(0.005);
  }

  @Test
  void widerBoundsAreRefused() {
    assertRefused(
        Map.of("pierce_depth", Map.of("high", 0.006)),
        "pierce_depth.high",
        "must be a number from 0.0005 to 0.005; bounds can only be narrowed");
    assertRefused(
        Map.of("key_level_lookback", Map.of("low", 75)),
        "key_level_lookback.low",
        "must be a whole number from 50 to 200, in steps of 50; bounds can only be narrowed");
    assertRefused(
        Map.of("max_holding_periods", Map.of("choices", List.of(30, 40))),
        "max_holding_periods.choices",
        "must be a list of one or more distinct values of [30, 50, 75, 100, 150]");
  }

  @Test
  void contradictionsAndWrongShapesAreRefused() {
    assertRefused(
        Map.of("pierce_depth", Map.of("low", 0.003, "high", 0.002)),
        "pierce_depth",
        "low 0.003 is above high 0.002");
    assertRefused(
        Map.of("pierce_depth", 0.003),
        "pierce_depth",
        "must be an object with \"low\" and \"high\"");
    assertRefused(
        Map.of("pierce_depth", Map.of("choices", List.of(1))),
        "pierce_depth.choices",
        "not allowed for a parameter of type float; allowed: high, low");
    assertRefused(
        Map.of("max_holding_periods", Map.of("choices", List.of())),
        "max_holding_periods.choices",
        "must be a list of one or more distinct values of [30, 50, 75, 100, 150]");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    List<FieldError> errors =
        SpaceNarrowing.narrow(space, Map.of("min_touches", Map.of("low", 2))).errors();

    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).message()).contains("min_level_touches");
  }

  @Test
  void theJsonFormOfASpaceIsReadBackAsTheSameSpace() {
    assertThat(SpaceJson.fromList(SpaceJson.toList(space))).isEqualTo(space);
    assertThat(SpaceJson.toList(space).get(7))
        .containsEntry("name", "key_level_lookback")
        .containsEntry("type", "int")
        .containsEntry("low", 50)
        .containsEntry("high", 200)
        .containsEntry("step", 50)
        .containsEntry("choices", null);
  }

  private ParameterSpace narrowed(Map<String, ?> bounds) {
    return SpaceNarrowing.narrow(space, bounds).value().orElseThrow();
  }

  private void assertRefused(Map<String, ?> bounds, String field, String message) {
    assertThat(SpaceNarrowing.narrow(space, bounds).errors())
        .containsExactly(new FieldError(field, message));
  }
}
