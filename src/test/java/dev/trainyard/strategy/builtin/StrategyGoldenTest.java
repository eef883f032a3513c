package dev.trainyard.strategy.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.parameter.ParameterReader;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The strategies that need nothing but candles, against the replaced system. */
class StrategyGoldenTest {

  static Stream<GoldenEntry> entries() {
    return GoldenEntry.all().filter(entry -> !entry.strategy().equals(LiquiditySweep.NAME));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theSignalsAreThoseOfTheReplacedSystem(GoldenEntry entry) {
    Candles candles = entry.candles();
    Strategy strategy = TestSpaces.catalog().find(entry.strategy()).orElseThrow();

    Signals actual =
        strategy.signals(
            new Indicators(candles),
            parameters(strategy.backtestSpace(), entry),
            0,
            candles.size());

    Signals expected = entry.signals();
    assertThat(actual.size()).isEqualTo(expected.size());
    for (int k = 0; k < expected.size(); k++) {
      assertThat(actual.bar(k)).isEqualTo(expected.bar(k));
      assertThat(actual.side(k)).isEqualTo(expected.side(k));
      assertThat(actual.stop(k)).isCloseTo(expected.stop(k), relative(expected.stop(k)));
      assertThat(actual.target(k)).isCloseTo(expected.target(k), relative(expected.target(k)));
    }
  }

  /** The parameters that the strategy reads; the replaced system had dead ones too. */
  private static Parameters parameters(ParameterSpace space, GoldenEntry entry) {
    Map<String, Object> values = new HashMap<>();
    for (String name : space.names()) {
      JsonNode value = entry.json().path("parameters").path(name);
      if (!value.isMissingNode()) {
        values.put(name, value.isInt() ? (Object) value.intValue() : value.doubleValue());
      }
    }
    return new ParameterReader(space).read(values).value().orElseThrow();
  }

  private static Offset<Double> relative(double value) {
    return within(Math.abs(value) * 1e-9);
  }
}
