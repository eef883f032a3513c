package dev.trainyard.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.pipeline.JobMemory.Demand;
import dev.trainyard.queue.slot.SlotHeap;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobMemoryTest {
  private static final SlotHeap HEAP = new SlotHeap(512 * SlotHeap.MEGABYTE);
  private static final int INDICATORS = 112;
  private static final OptionalDouble HOLDOUT = OptionalDouble.of(0.3);

  @Test
  void aDefaultJobFitsIntoFourSlotsOfTheUsualHeap() {
    assertThatCode(() -> memory(4).require(new Demand(10_000, 200, HOLDOUT, false, INDICATORS, 1)))
        .doesNotThrowAnyException();
  }

  @Test
  void aJobWithTooManyCandlesIsRefusedWithTheFigures() {
    assertThatThrownBy(
            () -> memory(1).require(new Demand(5_000_000, 200, HOLDOUT, false, INDICATORS, 1)))
        .isInstanceOf(JobTooLargeException.class)
        .hasMessageMatching(
            "needs about 1,\\d{3} MB for 5,000,000 candles and 200 trials; a slot of this worker has 416 MB: .*-Xmx.*");
  }

  @Test
  void slotsShareTheHeap() {
    Demand demand = new Demand(1_000_000, 200, HOLDOUT, false, INDICATORS, 1);

    assertThatCode(() -> memory(1).require(demand)).doesNotThrowAnyException();
    assertThatThrownBy(() -> memory(2).require(demand)).isInstanceOf(JobTooLargeException.class);
  }

  @Test
  void theSlotsThatHoldNowShareTheHeap() {
    Demand demand = new Demand(1_000_000, 200, HOLDOUT, false, INDICATORS, 1);
    AtomicInteger slots = new AtomicInteger(1);
    JobMemory memory = new JobMemory(HEAP, 2, slots::get);

    slots.set(2);
    assertThatThrownBy(() -> memory.require(demand)).isInstanceOf(JobTooLargeException.class);
    slots.set(1);
    assertThatCode(() -> memory.require(demand)).doesNotThrowAnyException();
  }

  @Test
  void trialsCountToo() {
    long few = new Demand(10_000, 200, HOLDOUT, false, INDICATORS, 1).bytes(2);
    long many = new Demand(10_000, 100_000, HOLDOUT, false, INDICATORS, 1).bytes(2);

    assertThat(many - few).isGreaterThan(50 * SlotHeap.MEGABYTE);
  }

  @Test
  void theBootstrapOfALongHoldOutCounts() {
    long usual = new Demand(1_000_000, 200, HOLDOUT, false, INDICATORS, 1).bytes(2);
    long most = new Demand(1_000_000, 200, OptionalDouble.of(0.9), false, INDICATORS, 1).bytes(2);

    assertThat(most - usual).isEqualTo(1_000_000 * 60);
  }

  @Test
  void theRegimesOfAJobThatIsConfinedToOneCount() {
    long all = new Demand(1_000_000, 200, HOLDOUT, false, INDICATORS, 1).bytes(2);
    long one = new Demand(1_000_000, 200, HOLDOUT, true, INDICATORS, 1).bytes(2);

    assertThat(one - all).isEqualTo(1_000_000 * 8);
  }

  @Test
  void candlesOfSeveralSeriesTakeLittleMoreThanThoseOfOne() {
    long one = new Demand(300_000, 200, HOLDOUT, false, INDICATORS, 1).bytes(2);
    long three = new Demand(300_000, 200, HOLDOUT, false, INDICATORS, 3).bytes(2);

    assertThat(three).isGreaterThan(one).isLessThan(one + one / 4);
  }

  private static JobMemory memory(int slots) {
    return new JobMemory(HEAP, 2, () -> slots);
  }
}
