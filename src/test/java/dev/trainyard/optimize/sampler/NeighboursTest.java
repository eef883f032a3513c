package dev.trainyard.optimize.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final ParameterSpace SPACE =
      new ParameterSpace(
          List.of(
              ParameterSpec.real("share", 0, 2),
              ParameterSpec.logReal("rate", 0.01, 1),
              ParameterSpec.integer("bars", 1, 5),
              ParameterSpec.integer("window", 1, 200),
              new ParameterSpec(
                  "level", ParameterType.FLOAT, 0, 1, 0.25, false, List.of(), 3, 0, ""),
              ParameterSpec.categorical("side", List.of("long", "both", "short"))));
  private static final Parameters POINT =
      new Parameters(SPACE, new double[] {1, 0.1, 3, 100, 0.5, 1});

  @Test
  void aNumberMovesByATwentiethOfItsRange() {
    assertThat(moved(0, 1).orElseThrow()).isCloseTo(1.1, within(1e-12));
    assertThat(moved(0, -1).orElseThrow()).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void aLogarithmicOneByATwentiethOfItsRangeInLogarithms() {
    assertThat(moved(1, 1).orElseThrow()).isCloseTo(Math.pow(10, -0.9), within(1e-12));
    assertThat(moved(1, -1).orElseThrow()).isCloseTo(Math.pow(10, -1.1), within(1e-12));
  }

  @Test
  void onAGridItMovesByAStepOrTheWholeStepsOfATwentieth() {
    assertThat(moved(2, 1)).hasValue(4);
    assertThat(moved(2, -1)).hasValue(2);
    assertThat(moved(3, 1)).hasValue(110);
    assertThat(moved(3, -1)).hasValue(90);
    assertThat(moved(4, 1)).hasValue(0.75);
  }

  @Test
  void aChoiceMovesToTheNextOne() {
    assertThat(moved(5, 1)).hasValue(2);
    assertThat(moved(5, -1)).hasValue(0);
  }

  @Test
  void theBoundIsTheLastNeighbourAndHasNoneBeyond() {
    Parameters near = new Parameters(SPACE, new double[] {1.99, 0.01, 5, 199, 1, 2});

    assertThat(moved(near, 0, 1)).hasValue(2);
    assertThat(moved(near, 1, -1)).isEmpty();
    assertThat(moved(near, 2, 1)).isEmpty();
    assertThat(moved(near, 3, 1)).hasValue(200);
    assertThat(moved(near, 4, 1)).isEmpty();
    assertThat(moved(near, 5, 1)).isEmpty();
  }

  @Test
  void allElseIsKept() {
    Parameters moved = Neighbours.moved(POINT, 2, 1).orElseThrow();

    assertThat(moved).isEqualTo(new Parameters(SPACE, new double[] {1, 0.1, 4, 100, 0.5, 1}));
  }

  private static OptionalDouble moved(int parameter, int direction) {
    return moved(POINT, parameter, direction);
  }

  private static OptionalDouble moved(Parameters point, int parameter, int direction) {
    return Neighbours.moved(point, parameter, direction)
        .map(moved -> OptionalDouble.of(moved.coordinate(parameter)))
        .orElse(OptionalDouble.empty());
  }
}
