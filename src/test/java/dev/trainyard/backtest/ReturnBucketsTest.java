package dev.trainyard.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReturnBucketsTest {
  private static final long BAR = 300_000;

  @Test
  void everyReturnFallsIntoTheBucketOfItsTime() {
    int bars = 1_000;
    double[] returns = randomReturns(bars);
    long[] time = LongStream.range(0, bars + 7).map(i -> i * BAR).toArray();

    ReturnBuckets buckets = ReturnBuckets.of(time, 7, returns, BAR);

    assertThat(Arrays.stream(buckets.bars()).sum()).isEqualTo(bars);
    double[] expected = new double[ReturnBuckets.COUNT];
    for (int i = 0; i < bars; i++) {
      expected[(int) ((long) i * ReturnBuckets.COUNT / bars)] += returns[i];
    }
    assertThat(buckets.sum()).containsExactly(expected, within(1e-12));
    assertThat(Arrays.stream(buckets.sumOfSquares()).sum())
        .isCloseTo(Arrays.stream(returns).map(r -> r * r).sum(), within(1e-12));
  }

  @Test
  void bucketsAreEqualInTimeNotInBars() {
    long[] time = {0, BAR, 255 * BAR};

    ReturnBuckets buckets = ReturnBuckets.of(time, 0, new double[] {0.1, 0.2, 0.3}, BAR);

    assertThat(buckets.bars()[0]).isEqualTo(1);
    assertThat(buckets.bars()[1]).isEqualTo(1);
    assertThat(buckets.sum()[255]).isEqualTo(0.3);
  }

  @Test
  void storageIsExactAndSmallWhereNothingHappened() {
    double[] returns = randomReturns(2_000);
    Arrays.fill(returns, 100, 1_900, 0);
    long[] time = LongStream.range(0, 2_000).map(i -> i * BAR).toArray();
    ReturnBuckets buckets = ReturnBuckets.of(time, 0, returns, BAR);

    byte[] bytes = buckets.toBytes();
    ReturnBuckets read = ReturnBuckets.fromBytes(bytes);

    assertThat(bytes.length).isLessThan(1_600);
    assertThat(read.bars()).isEqualTo(buckets.bars());
    assertThat(read.sum()).isEqualTo(buckets.sum());
    assertThat(read.sumOfSquares()).isEqualTo(buckets.sumOfSquares());
  }

  private static double[] randomReturns(int n) {
    return new Random(1).doubles(n, -0.01, 0.01).toArray();
  }
}
