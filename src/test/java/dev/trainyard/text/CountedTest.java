package dev.trainyard.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {

  @ParameterizedTest
  @CsvSource({"0, 0 trades", "1, 1 trade", "2, 2 trades", "1234, '1,234 trades'"})
  void oneThingIsNoSeveralThings(int count, String text) {
    assertThat(Counted.of(count, "trade")).isEqualTo(text);
  }
}
