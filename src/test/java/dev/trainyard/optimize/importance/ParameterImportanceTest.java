package dev.trainyard.optimize.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.TestEvaluations;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.sampler.RandomSampler;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterImportanceTest {
  private static final ParameterSpace SPACE =
      new ParameterSpace(
          List.of(
              ParameterSpec.real("a", 0, 1),
              ParameterSpec.logReal("b", 1e-4, 1),
              ParameterSpec.integer("c", 1, 20),
              ParameterSpec.integer("d", 1, 500),
              ParameterSpec.categorical("e", List.of("x", "y", "z"))));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void theOneParameterThatDecidesHasMostOfTheImportance(int deciding) {
    double best = List.of(0.3, 0.01, 7.0, 400.0, 2.0).get(deciding);

    Map<String, Double> shares =
        importance(
            300,
            point ->
                -Math.abs(place(deciding, point.coordinate(deciding)) - place(deciding, best)));

    assertThat(shares.keySet()).containsExactlyElementsOf(SPACE.names());
    assertThat(shares.values().stream().mapToDouble(share -> share).sum())
        .isCloseTo(1, within(1e-12));
    assertThat(shares.get(SPACE.get(deciding).name())).as("%s", shares).isGreaterThan(0.7);
  }

  @Test
  void theShareOfAChoiceIsThePearsonDivergenceOfItsFrequencies() {
    ParameterSpace space =
        new ParameterSpace(
            List.of(
                ParameterSpec.categorical("e", List.of("x", "y")),
                ParameterSpec.categorical("f", List.of("x", "y"))));
    List<Trial> trials = new ArrayList<>();
    for (int k = 0; k < 40; k++) {
      // the best four, by score, are x, x, x, y of e and x, x, y, y of f; of all, half are x
      int e = k < 4 ? k / 3 : k < 21 ? 0 : 1;
      int f = k < 4 ? k / 2 : k % 2;
      trials.add(trial(k, new Parameters(space, new double[] {e, f}), -k));
    }

    Map<String, Double> shares = ParameterImportance.of(space, trials).orElseThrow();

    // one observation more, half x and half y: 3.5/5 and 2.5/5 of the best, 20.5/41 of all
    assertThat(shares.get("e")).isCloseTo(1, within(1e-12));
    assertThat(shares.get("f")).isCloseTo(0, within(1e-12));
  }

  @Test
  void infeasibleTrialsAreAmongTheRest() {
    List<Trial> trials = new ArrayList<>();
    for (Parameters point : points(100)) {
      int number = trials.size();
      Evaluation evaluation =
          point.coordinate(0) < 0.2
              ? TestEvaluations.scored(1)
              : TestEvaluations.infeasible(5, 0.5, 3);
      trials.add(Trial.evaluated(number, point, evaluation));
    }

    assertThat(ParameterImportance.of(SPACE, trials).orElseThrow().get("a")).isGreaterThan(0.5);
  }

  @Test
  void fewerThanThirtyDifferentTrialsGiveNone() {
    List<Trial> trials = new ArrayList<>();
    for (Parameters point : points(30)) {
      trials.add(trial(trials.size(), point, point.coordinate(0)));
    }
    assertThat(ParameterImportance.of(SPACE, trials)).isPresent();

    trials.set(29, trials.get(3).reusedAs(29));
    assertThat(ParameterImportance.of(SPACE, trials)).isEmpty();
  }

  private static Map<String, Double> importance(int size, ToDoubleFunction<Parameters> score) {
    List<Trial> trials = new ArrayList<>();
    for (Parameters point : points(size)) {
      trials.add(trial(trials.size(), point, score.applyAsDouble(point)));
    }
    return ParameterImportance.of(SPACE, trials).orElseThrow();
  }

  private static double place(int parameter, double value) {
    return parameter == 1 ? Math.log(value) : value;
  }

  private static List<Parameters> points(int size) {
    RandomSampler sampler = new RandomSampler(SPACE, new RandomStream(1, "search"));
    List<Parameters> points = new ArrayList<>();
    for (int k = 0; k < size; k++) {
      points.add(sampler.suggest(k));
    }
    return points;
  }

  private static Trial trial(int number, Parameters point, double score) {
    return Trial.evaluated(number, point, TestEvaluations.scored(score));
  }
}
