package dev.trainyard.job.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialThinningTest {

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 500, 5000})
  void aChartHasNoMorePointsThanItHasRoomFor(int points) {
    assertThat(positions(random(20_000), 0, points)).hasSizeBetween(points / 2, points);
    assertThat(positions(rising(20_000), 0, points)).hasSizeBetween(points / 3, points);
  }

  @Test
  void aShortSearchIsWhole() {
    assertThat(positions(random(50), 0, 50)).hasSize(50);
    assertThat(positions(random(50), 20, 50)).hasSize(30).contains(20);
    assertThat(positions(random(0), 0, 50)).isEmpty();
  }

  @Test
  void theExtremesAndEveryImprovementStay() {
    TrialScores scores = random(10_000);
    int[] best = scores.bestSoFar();

    List<Integer> kept = positions(scores, 0, 200);

    int lowest = 0;
    int highest = 0;
    for (int i = 0; i < scores.size(); i++) {
      lowest = scores.score(i) < scores.score(lowest) ? i : lowest;
      highest = scores.score(i) > scores.score(highest) ? i : highest;
      if (best[i] == i) {
        assertThat(kept).contains(i);
      }
    }
    assertThat(kept).contains(lowest, highest).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theLastImprovementOfEachRangeStaysWhenThereIsNoRoomForAll() {
    assertThat(positions(rising(10_000), 0, 90)).contains(9999).hasSize(60);
  }

  @Test
  void aScoreThatIsNoNumberHidesNoOther() {
    TrialScores scores = new TrialScores();
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < 1000; i++) {
      scores.add(i, i == 501 ? 7 : i == 502 ? -7 : odd[i % 3], false);
    }

    assertThat(positions(scores, 0, 10)).contains(501, 502);
  }

  @Test
  void theBestIsTheEarliestOfTheFeasible() {
    TrialScores scores = new TrialScores();
    scores.add(0, 9, false);
    scores.add(1, Double.NaN, true);
    scores.add(4, 1, true);
    scores.add(5, 2, true);
    scores.add(6, 2, true);

    assertThat(scores.bestSoFar()).containsExactly(-1, -1, 2, 3, 3);
    assertThat(scores.winner()).hasValue(5);
    assertThat(scores.feasibleCount()).isEqualTo(4);
    assertThat(scores.after(1)).isEqualTo(2);
    assertThat(scores.after(3)).isEqualTo(2);
    assertThat(scores.after(6)).isEqualTo(5);
    assertThat(new TrialScores().winner()).isEmpty();
  }

  private static List<Integer> positions(TrialScores scores, int from, int points) {
    int[] positions = new TrialThinning(scores, scores.bestSoFar(), from).positions(points);
    return Arrays.stream(positions).boxed().toList();
  }

  private static TrialScores random(int trials) {
    Random random = new Random(7);
    TrialScores scores = new TrialScores();
    for (int i = 0; i < trials; i++) {
      scores.add(i, random.nextGaussian(), random.nextInt(3) > 0);
    }
    return scores;
  }

  private static TrialScores rising(int trials) {
    TrialScores scores = new TrialScores();
    for (int i = 0; i < trials; i++) {
      scores.add(i, i, true);
    }
    return scores;
  }
}
