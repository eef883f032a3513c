package dev.trainyard.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.job.PermanentJobException;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.builtin.TestSpaces;
import dev.trainyard.strategy.parameter.SpaceNarrowing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PinnedSpaceTest {
  private final Strategy strategy = TestSpaces.catalog().find("LIQUIDITY_SWEEP").orElseThrow();

  @Test
  void aSpaceWithOtherBoundsIsTheStrategys() {
    ParameterSpace narrowed =
        SpaceNarrowing.narrow(strategy.space(), Map.of("reversal_candles", Map.of("high", 2)))
            .value()
            .orElseThrow();

    assertThatCode(() -> DataPrepProcessor.requireParametersOf(strategy, narrowed))
        .doesNotThrowAnyException();
  }

  @Test
  void aSpaceInAnotherOrderIsRefusedForGood() {
    List<ParameterSpec> specs = new ArrayList<>(strategy.space().parameters());
    Collections.swap(specs, 0, 3);
    ParameterSpace reordered = new ParameterSpace(specs);

    assertThatThrownBy(() -> DataPrepProcessor.requireParametersOf(strategy, reordered))
        .isInstanceOf(PermanentJobException.class)
        .hasMessageContaining("submit it again");
  }
}
