package dev.trainyard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {

  @ParameterizedTest
  @CsvSource({"0, 0 trades", "1, 1 trade", "2, 2 trades", "1234, '1,234 trades'"})
  void oneThingIsNoSeveralThings(int count, String text) {
    assertThat(Counted.of(count, "trade")).isEqualTo(text);
  }

  @Test
  void tenThingsAreNamedAndTheRestIsCounted() {
    List<Integer> ten = IntStream.rangeClosed(1, 10).boxed().toList();
    assertThat(Counted.firstOf(ten)).isEqualTo("1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
    assertThat(Counted.firstOf(IntStream.rangeClosed(1, 1210).boxed().toList()))
        .isEqualTo("1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1,200 more");
  }
}
