package dev.trainyard.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcrossTest {

  @Test
  void theScoreIsTheMedianOrTheLowest() {
    assertThat(Across.MEDIAN.score(3, -1, 2)).isEqualTo(2);
    assertThat(Across.MEDIAN.score(4, 1, 2, 9)).isEqualTo(3);
    assertThat(Across.WORST.score(3, -1, 2)).isEqualTo(-1);
  }

  @Test
  void theWorstIsNeverAboveTheMedian() {
    RandomStream.Draws draws = new RandomStream(1, "across").draws(0, 0);
    for (int k = 0; k < 200; k++) {
      double[] scores = new double[1 + k % 20];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = draws.nextDouble() - 0.5;
      }
      assertThat(Across.WORST.score(scores)).isLessThanOrEqualTo(Across.MEDIAN.score(scores));
    }
  }

  @Test
  void theOrderOfTheSeriesDoesNotMatter() {
    assertThat(Across.MEDIAN.score(0.1, 0.7, 0.2, 0.4))
        .isEqualTo(Across.MEDIAN.score(0.4, 0.2, 0.1, 0.7));
    assertThat(Across.MEDIAN.violation(0.1, 0.7, 0.2))
        .isEqualTo(Across.MEDIAN.violation(0.7, 0.2, 0.1));
  }

  @Test
  void mostOrAllSeriesMustMeetTheConstraints() {
    assertThat(Across.MEDIAN.needed(2)).isEqualTo(2);
    assertThat(Across.MEDIAN.needed(3)).isEqualTo(2);
    assertThat(Across.MEDIAN.needed(4)).isEqualTo(3);
    assertThat(Across.WORST.needed(4)).isEqualTo(4);

    assertThat(Across.MEDIAN.violation(0, 0, 5)).isZero();
    assertThat(Across.WORST.violation(0, 0, 5)).isEqualTo(5);
    assertThat(Across.MEDIAN.violation(0, 0.5, 5)).isEqualTo(0.5);
  }

  @Test
  void itsLabelsNameIt() {
    for (Across across : Across.values()) {
      assertThat(Across.of(across.label())).contains(across);
    }
    assertThat(Across.of("best")).isEmpty();
  }
}
