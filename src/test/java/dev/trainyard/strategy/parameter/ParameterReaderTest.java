package dev.trainyard.strategy.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.builtin.LiquiditySweep;
import dev.trainyard.strategy.builtin.TestSpaces;
import dev.trainyard.text.FieldError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterReaderTest {
  private final ParameterSpace space =
      TestSpaces.catalog().find(LiquiditySweep.NAME).orElseThrow().space();
  private final ParameterReader reader = new ParameterReader(space);

  @Test
  void missingValuesAreTheDefaults() {
    Parameters parameters = reader.read(Map.of("pierce_depth", 0.002)).value().orElseThrow();

    assertThat(parameters.toMap())
        .containsEntry("pierce_depth", 0.002)
        .containsEntry("reversal_candles", 3)
        .containsEntry("max_holding_periods", 50);
    assertThat(parameters.space()).isSameAs(space);
  }

  @Test
  void valuesOutsideTheSearchBoundsAreTried() {
    Parameters parameters =
        reader
            .read(Map.of("pierce_depth", 0.0001, "reversal_candles", 7, "max_holding_periods", 42))
            .value()
            .orElseThrow();

    assertThat(parameters.toMap())
        .containsEntry("pierce_depth", 0.0001)
        .containsEntry("reversal_candles", 7)
        .containsEntry("max_holding_periods", 42);
  }

  @Test
  void aWholeNumberMayComeAsADouble() {
    Parameters parameters =
        reader
            .read(Map.of("reversal_candles", 2.0, "max_holding_periods", 75.0))
            .value()
            .orElseThrow();

    assertThat(parameters.toMap())
        .containsEntry("reversal_candles", 2)
        .containsEntry("max_holding_periods", 75);
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestAndAllNames() {
    assertThat(reader.read(Map.of("pierce_dept", 0.001)).errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo("pierce_dept");
              assertThat(error.message())
                  .contains("did you mean pierce_depth?")
                  .contains("min_level_touches");
            });
  }

  @Test
  void wrongTypesAndFarValuesAreRefusedWithWhatIsAllowed() {
    assertRefused("pierce_depth", "deep", "must be a number from 0.00005 to 0.05");
    assertRefused("pierce_depth", 0.06, "must be a number from 0.00005 to 0.05");
    assertRefused("pierce_depth", Double.NaN, "must be a number from 0.00005 to 0.05");
    assertRefused("pierce_depth", -0.001, "must be a number from 0.00005 to 0.05");
    assertRefused("reversal_candles", 2.5, "must be a whole number from 1 to 50");
    assertRefused("max_holding_periods", 30.5, "must be a whole number from 3 to 1500");
    assertRefused("max_holding_periods", List.of(30), "must be a whole number from 3 to 1500");
  }

  private void assertRefused(String name, Object value, String message) {
    assertThat(reader.read(Map.of(name, value)).errors())
        .containsExactly(new FieldError(name, message));
  }

  @Test
  void aWordMustBeOneOfTheChoices() {
    ParameterReader words =
        new ParameterReader(
            new ParameterSpace(
                List.of(ParameterSpec.categorical("mode", List.of("slow", "fast")))));

    assertThat(words.read(Map.of("mode", "fast")).value().orElseThrow().value(0)).isEqualTo("fast");
    assertThat(words.read(Map.of("mode", "quick")).errors())
        .containsExactly(new FieldError("mode", "must be one of [slow, fast]"));
  }
}
