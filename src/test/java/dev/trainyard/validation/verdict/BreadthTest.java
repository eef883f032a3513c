package dev.trainyard.validation.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.optimize.Across;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreadthTest {

  @Test
  void theWorstNeedsAProfitOnEverySeries() {
    assertThat(new Breadth(Across.WORST, List.of("A", "B", "C"), List.of()).holds()).isTrue();
    assertThat(new Breadth(Across.WORST, List.of("A", "B"), List.of("C")).holds()).isFalse();
  }

  @Test
  void theMedianNeedsAProfitOnMoreThanHalf() {
    assertThat(new Breadth(Across.MEDIAN, List.of("A", "B"), List.of("C")).holds()).isTrue();
    assertThat(new Breadth(Across.MEDIAN, List.of("A", "B"), List.of("C", "D")).holds()).isFalse();
    assertThat(new Breadth(Across.MEDIAN, List.of(), List.of("C", "D")).holds()).isFalse();
  }

  @Test
  void itsSentenceNamesTheSeriesWithoutAProfit() {
    assertThat(new Breadth(Across.WORST, List.of("A"), List.of("B", "C")).sentence())
        .isEqualTo(
            "By themselves, 1 of 3 markets make a profit on the hold-out, not B, C; 3 are required.");
    assertThat(new Breadth(Across.MEDIAN, List.of("A", "B"), List.of()).sentence())
        .isEqualTo("By themselves, 2 of 2 markets make a profit on the hold-out; 2 are required.");
  }
}
