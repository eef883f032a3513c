package dev.trainyard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which part of a divided cluster joins the other one. */
class DivisionTest {

  @ParameterizedTest
  @CsvSource({
    "a b c, a b c, false",
    "a b c, a b, false",
    "a b c, c, true",
    "a b c, a, true",
    "a b, a, false",
    "a b, b, true",
    "a b c d, a b, false",
    "a b c d, c d, true",
    "a, a, false",
    // PostgreSQL does not know this one yet, or any more
    "a b, c, true",
    "'', c, false",
    // One that has just died, whose row is still there
    "a b c, b c, false"
  })
  void theSmallerPartJoinsTheOther(String living, String seen, boolean isToJoin) {
    assertThat(new Division(new TreeSet<>(ids(living)), ids(seen)).isToJoinTheOthers())
        .isEqualTo(isToJoin);
  }

  private static Set<String> ids(String words) {
    return words.isEmpty() ? Set.of() : Set.of(words.split(" "));
  }
}
