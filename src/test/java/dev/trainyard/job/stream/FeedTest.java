package dev.trainyard.job.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static final byte[] FRAME = new byte[10];

  private final Feed feed = new Feed(100, 3, 1000);

  @Test
  void eachReaderGetsWhatIsAfterItsPosition() {
    feed.append(events(101, 105));

    assertThat(ids(feed.after(100, 9))).containsExactly(101L, 105L);
    assertThat(ids(feed.after(101, 9))).containsExactly(105L);
    assertThat(ids(feed.after(105, 9))).isEmpty();
    assertThat(feed.after(103, 9).upTo()).isEqualTo(105);
  }

  @Test
  void aPartEndsAtItsLastEvent() {
    feed.append(events(101, 102, 103));

    Feed.Slice part = feed.after(100, 2);

    assertThat(ids(part)).containsExactly(101L, 102L);
    assertThat(part.upTo()).isEqualTo(102);
    assertThat(part.complete()).isFalse();
    assertThat(feed.after(part.upTo(), 2).complete()).isTrue();
  }

  @Test
  void whoHasFallenBehindIsToldSo() {
    assertThat(feed.after(99, 9)).isNull();
    feed.append(events(101, 102, 103, 104));

    assertThat(feed.after(100, 9)).isNull();
    assertThat(ids(feed.after(101, 9))).containsExactly(102L, 103L, 104L);
  }

  @Test
  void itKeepsSoManyBytes() {
    Feed small = new Feed(0, 100, 25);

    small.append(events(1, 2, 3));

    assertThat(small.after(0, 9)).isNull();
    assertThat(ids(small.after(1, 9))).containsExactly(2L, 3L);
  }

  @Test
  void anIdThatNobodyWantsMovesThePositionOnly() {
    feed.append(
        List.of(new StreamedEvent(107, EventType.LOG, null, null, null, false, new byte[0])));

    assertThat(feed.after(100, 9).upTo()).isEqualTo(107);
    assertThat(ids(feed.after(100, 9))).isEmpty();
  }

  @Test
  void aReaderThatIsAheadStaysThere() {
    feed.append(events(101));

    assertThat(feed.after(110, 9).upTo()).isEqualTo(110);
  }

  private static List<StreamedEvent> events(long... ids) {
    return LongStream.of(ids)
        .mapToObj(id -> new StreamedEvent(id, EventType.STATE, null, null, null, false, FRAME))
        .toList();
  }

  private static List<Long> ids(Feed.Slice slice) {
    return slice.events().stream().map(StreamedEvent::id).toList();
  }
}
