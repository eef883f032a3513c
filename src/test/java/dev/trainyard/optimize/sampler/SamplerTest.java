package dev.trainyard.optimize.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.optimize.TestEvaluations;
import dev.trainyard.optimize.TestFunction;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.tpe.TpeSampler;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.builtin.TestSpaces;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static final ParameterSpace SPACE =
      new ParameterSpace(
          List.of(
              ParameterSpec.real("fixed", 0.3, 0.3),
              ParameterSpec.integer("whole", 3, 6),
              ParameterSpec.logReal("log", 1e-3, 1),
              TestFunction.stepped("stepped", 0.5, 3.9, 0.5),
              ParameterSpec.integer("only", 7, 7),
              ParameterSpec.categorical("choice", List.of(25, 50, 100))));

  private static final Parameters POINT =
      new Parameters(SPACE, new double[] {0.3, 3, 1e-3, 0.5, 7, 0});

  @ParameterizedTest
  @ValueSource(strings = {"random", "bayesian", "cmaes", "qmc", "grid"})
  void suggestionsAreValuesOfTheSpace(String sampler) {
    for (Parameters p : suggestions(sampler, 400)) {
      assertThat(p.coordinate(0)).isEqualTo(0.3);
      assertThat(p.value(1)).isIn(3, 4, 5, 6);
      assertThat(p.coordinate(2)).isBetween(1e-3, 1.0);
      assertThat(p.coordinate(3)).isIn(0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5);
      assertThat(p.value(4)).isEqualTo(7);
      assertThat(p.value(5)).isIn(25, 50, 100);
    }
  }

  @Test
  void aGridTriesEachPointOnceTheLastParameterFastest() {
    List<Parameters> points = suggestions("grid", (int) GridSampler.size(SPACE));

    assertThat(GridSampler.size(SPACE)).isEqualTo(4 * 3 * 3 * 3);
    assertThat(points).doesNotHaveDuplicates();
    assertThat(points.subList(0, 4))
        .extracting(p -> List.of(p.value(1), p.value(3), p.value(5)))
        .containsExactly(
            List.of(3, 0.5, 25), List.of(3, 0.5, 50), List.of(3, 0.5, 100), List.of(3, 2.0, 25));
    assertThat(points)
        .extracting(p -> p.number(2))
        .contains(1e-3)
        .anySatisfy(log -> assertThat(log).isCloseTo(1, within(1e-12)))
        .anySatisfy(log -> assertThat(log).isCloseTo(StrictMath.sqrt(1e-3), within(1e-12)));
  }

  @Test
  void theGridOfEachStrategyAsShippedIsOneThatAJobMayHave() {
    assertThat(TestSpaces.catalog().all())
        .allSatisfy(
            strategy ->
                assertThat(GridSampler.size(strategy.space()))
                    .as(strategy.name())
                    .isLessThanOrEqualTo(100_000));
  }

  @Test
  void aStudyWithFewerTrialsThanTheGridHasPointsLooksEverywhere() {
    List<Parameters> points = suggestions("grid", 50);

    assertThat(points).doesNotHaveDuplicates();
    assertThat(points).extracting(p -> p.value(1)).contains(3, 4, 5, 6);
    assertThat(points).extracting(p -> p.value(5)).contains(25, 50, 100);
  }

  @Test
  void anEvolutionStrategyThatHasDrawnTogetherStartsAgain() {
    List<Parameters> points = suggestions("cmaes", 3_000);

    assertThat(points.subList(2_000, 3_000)).extracting(p -> p.value(5)).contains(25, 50, 100);
    assertThat(points.subList(2_000, 3_000)).extracting(p -> p.value(1)).contains(3, 4, 5, 6);
  }

  @Test
  void manyTrialsAreThinnedEvenlyAndFewAreNot() {
    List<Trial> trials =
        IntStream.range(0, 10)
            .mapToObj(n -> Trial.evaluated(n, POINT, TestEvaluations.scored(n)))
            .toList();

    assertThat(TpeSampler.thinned(trials, 10)).isEqualTo(trials);
    assertThat(TpeSampler.thinned(trials, 4)).extracting(Trial::number).containsExactly(1, 4, 6, 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void randomSuggestionsAreUniformOverTheValues(int parameter) {
    Map<Object, Integer> counts = new TreeMap<>();
    for (Parameters p : suggestions("random", 4_200)) {
      counts.merge(p.value(parameter), 1, Integer::sum);
    }

    int expected = 4_200 / counts.size();
    assertThat(counts.values())
        .allSatisfy(n -> assertThat(n).isBetween(expected * 85 / 100, expected * 115 / 100));
  }

  private static List<Parameters> suggestions(String sampler, int count) {
    Study study = new Study(new StudyDefinition("search", SPACE, sampler, 3, 8, count));
    while (!study.isComplete()) {
      Study.Round round = study.nextRound();
      for (int number = round.from(); number < round.to(); number++) {
        Parameters parameters = round.proposal().suggest(number);
        study.tell(
            parameters, TestEvaluations.scored(-parameters.number(1) - 10 * parameters.number(2)));
      }
    }
    return study.trials().stream().map(Trial::parameters).toList();
  }
}
