package dev.trainyard.job.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private final Settlement settlement = new Settlement(10, Set.of());

  @Test
  void itBeginsWhenTheTransactionsOfThatTimeHaveEnded() {
    Settlement late = new Settlement(10, Set.of("a", "b"));

    late.running(Set.of("a", "c"));
    assertThat(late.isReady()).isFalse();
    late.running(Set.of("c"));

    assertThat(late.isReady()).isTrue();
    assertThat(late.horizon()).isEqualTo(10);
  }

  @Test
  void idsWithoutAGapAreSettledAtOnce() {
    settlement.running(Set.of());

    assertThat(settled(11, 12, 13)).containsExactly(11L, 12L, 13L);
    assertThat(settlement.horizon()).isEqualTo(13);
    assertThat(settlement.needsWriters()).isFalse();
  }

  @Test
  void whatComesAfterAMissingIdIsHeldBackUntilItAppears() {
    settlement.running(Set.of());
    assertThat(settled(11, 13)).containsExactly(11L);
    assertThat(settlement.needsWriters()).isTrue();
    settlement.await(Set.of("slow"));

    settlement.running(Set.of("slow"));
    assertThat(settled(13, 14)).isEmpty();
    assertThat(settlement.needsWriters()).isFalse();
    settlement.running(Set.of("slow"));

    assertThat(settled(12, 13, 14)).containsExactly(12L, 13L, 14L);
  }

  @Test
  void anIdThatIsMissingWhenItsWritersHaveEndedNeverComes() {
    settlement.running(Set.of());
    settled(13);
    settlement.await(Set.of("gone", "slow"));

    settlement.running(Set.of("slow", "later"));
    assertThat(settled(13)).isEmpty();
    settlement.running(Set.of("later"));

    assertThat(settled(13)).containsExactly(13L);
    assertThat(settlement.waits()).isFalse();
  }

  @Test
  void aGapThatWasSeenLaterHasWritersOfItsOwn() {
    settlement.running(Set.of());
    settled(12);
    settlement.await(Set.of("a"));
    settlement.running(Set.of("a"));
    settled(12, 15);
    settlement.running(Set.of());

    assertThat(settled(12, 15)).as("11 never comes, 13 and 14 may").containsExactly(12L);
    assertThat(settlement.needsWriters()).isTrue();
    settlement.await(Set.of());
    settlement.running(Set.of("b"));

    assertThat(settled(15)).containsExactly(15L);
  }

  private List<Long> settled(long... ids) {
    return settlement.settle(LongStream.of(ids).mapToObj(SettlementTest::event).toList()).stream()
        .map(StreamedEvent::id)
        .toList();
  }

  private static StreamedEvent event(long id) {
    return new StreamedEvent(id, EventType.QUEUE, null, null, null, false, new byte[] {1});
  }
}
