package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlotHeapTest {
  private static final SlotHeap HEAP = new SlotHeap(224 * SlotHeap.MEGABYTE);

  @Test
  void theSlotsShareWhatTheServiceLeaves() {
    assertThat(HEAP.share(1)).isEqualTo(128 * SlotHeap.MEGABYTE);
    assertThat(HEAP.share(4)).isEqualTo(32 * SlotHeap.MEGABYTE);
    assertThat(HEAP.share(0)).isEqualTo(HEAP.share(1));
  }

  @Test
  void eachSlotHasEnoughForASmallJob() {
    assertThat(HEAP.most()).isEqualTo(4);
    assertThatCode(() -> HEAP.require(4)).doesNotThrowAnyException();
    assertThatThrownBy(() -> HEAP.require(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "5 slots would leave 25 MB of heap for each, too little for a job: at most 4, or more heap (-Xmx)");
  }

  @Test
  void aSmallHeapHasOneSlotAndNothingToShare() {
    SlotHeap small = new SlotHeap(64 * SlotHeap.MEGABYTE);

    assertThat(small.most()).isEqualTo(1);
    assertThat(small.share(1)).isZero();
  }
}
