package dev.trainyard.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomStreamTest {

  /** Known answers of the Random123 library for philox4x32-10. */
  @Test
  void isPhilox() {
    assertThat(philox(0, 0, new int[] {0, 0, 0, 0}))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(philox(-1, -1, new int[] {-1, -1, -1, -1}))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(
            philox(
                0xa4093822, 0x299f31d0, new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void aRowDependsOnSeedNameIndexAndDimensionAlone() {
    double first = first(42, "search", 7, 3);

    assertThat(first(42, "search", 7, 3)).isEqualTo(first);
    assertThat(first(43, "search", 7, 3)).isNotEqualTo(first);
    assertThat(first(42, "window-1", 7, 3)).isNotEqualTo(first);
    assertThat(first(42, "search", 8, 3)).isNotEqualTo(first);
    assertThat(first(42, "search", 7, 4)).isNotEqualTo(first);
  }

  @Test
  void numbersAreUniform() {
    RandomStream stream = new RandomStream(1, "test");
    int[] counts = new int[10];
    for (int index = 0; index < 1000; index++) {
      RandomStream.Draws draws = stream.draws(index, 0);
      for (int i = 0; i < 100; i++) {
        counts[draws.nextInt(10)]++;
      }
    }

    // 10,000 expected in each, standard deviation 95
    for (int count : counts) {
      assertThat(count).isBetween(9_600, 10_400);
    }
  }

  private static double first(long seed, String name, int index, int dimension) {
    return new RandomStream(seed, name).draws(index, dimension).nextDouble();
  }

  private static int[] philox(int keyLow, int keyHigh, int[] counter) {
    RandomStream.philox(counter, keyLow, keyHigh);
    return counter;
  }
}
