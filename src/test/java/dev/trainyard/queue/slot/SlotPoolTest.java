package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotPoolTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final VirtualTime time = new VirtualTime();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<RunningJob> ran = new ArrayList<>();
  private int count = 2;
  private RuntimeException failure;
  private final SlotPool slots =
      new SlotPool(work::add, () -> count, this::run, time.clock(), time);

  @Test
  void aJobTakesItsSlotUntilItsWorkIsOver() throws InterruptedException {
    slots.start(ClaimedJobs.sound());
    List<RunningJob> running = slots.running();

    assertThat(running).hasSize(1);
    assertThat(slots.taken()).isEqualTo(1);
    assertThat(slots.isIdle()).isFalse();
    assertThat(slots.awaitFree(SECOND)).isEqualTo(1);

    work.remove().run();

    assertThat(ran).isEqualTo(running);
    assertThat(slots.running()).isEmpty();
    assertThat(slots.isIdle()).isTrue();
    assertThat(slots.awaitFree(SECOND)).isEqualTo(2);
    assertThat(time.passed()).isZero();
  }

  @Test
  void theSlotOfAJobWhoseWorkThrowsIsGivenBack() {
    slots.start(ClaimedJobs.sound());
    failure = new IllegalStateException("a bug");

    assertThatThrownBy(() -> work.remove().run()).isSameAs(failure);

    assertThat(slots.isIdle()).isTrue();
  }

  @Test
  void theFirstFreeSlotIsWaitedFor() throws InterruptedException {
    fill();
    time.at(SECOND, () -> work.remove().run());

    assertThat(slots.awaitFree(LONG)).isEqualTo(1);
    assertThat(time.passed()).isEqualTo(SECOND);
  }

  @Test
  void noneIsFreeWhenTheTimeIsOver() throws InterruptedException {
    fill();

    assertThat(slots.awaitFree(SECOND)).isZero();
    assertThat(time.passed()).isEqualTo(SECOND);
  }

  @Test
  void theNumberOfSlotsMayChangeAtAnyTime() throws InterruptedException {
    fill();
    count = 1;
    assertThat(slots.isSingle()).isTrue();
    work.remove().run();
    assertThat(slots.awaitFree(SECOND)).isZero();

    count = 4;

    assertThat(slots.isSingle()).isFalse();
    assertThat(slots.awaitFree(SECOND)).isEqualTo(3);
  }

  @Test
  void noneIsFreeWhenTheSlotsBecomeFewerMeanwhile() throws InterruptedException {
    Iterator<Integer> counts = List.of(2, 0).iterator();
    SlotPool fewer = new SlotPool(work::add, counts::next, this::run, time.clock(), time);
    fewer.start(ClaimedJobs.sound());

    assertThat(fewer.awaitFree(SECOND)).isZero();
  }

  @Test
  void noneIsFreeWhileAJobRunsThatHasLostAWorker() throws InterruptedException {
    slots.start(ClaimedJobs.suspect());
    assertThat(slots.awaitFree(SECOND)).isZero();

    work.remove().run();

    assertThat(slots.awaitFree(SECOND)).isEqualTo(2);
  }

  @Test
  void theEndOfAllJobsIsWaitedFor() throws InterruptedException {
    fill();
    time.at(SECOND, () -> work.remove().run());
    assertThat(slots.awaitIdle(SECOND.multipliedBy(2))).isFalse();
    assertThat(time.passed()).isEqualTo(SECOND.multipliedBy(2));

    time.at(SECOND.multipliedBy(3), () -> work.remove().run());

    assertThat(slots.awaitIdle(LONG)).isTrue();
    assertThat(time.passed()).isEqualTo(SECOND.multipliedBy(3));
  }

  @Test
  void aPauseLastsItsTimeWhateverBegins() throws InterruptedException {
    time.at(SECOND, () -> slots.start(ClaimedJobs.sound()));

    slots.pause(LONG);

    assertThat(time.passed()).isEqualTo(LONG);
  }

  @Test
  void aPauseEndsWhenASlotIsGivenBack() throws InterruptedException {
    fill();
    time.at(SECOND, () -> work.remove().run());

    slots.pause(LONG);

    assertThat(time.passed()).isEqualTo(SECOND);
  }

  @Test
  void aStopReachesEveryJob() {
    fill();
    List<RunningJob> running = slots.running();

    slots.stopAll();

    assertThat(running).allMatch(RunningJob::finish);
  }

  @Test
  void aSlotIsGivenBackOnceWhenItsThreadIsGivenUp() throws InterruptedException {
    fill();
    RunningJob stuck = slots.running().get(0);
    stuck.requestStop(time.clock().instant());
    time.sleep(SECOND);

    List<RunningJob> abandoned = new ArrayList<>();
    for (int check = 0; check < RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      assertThat(abandoned).isEmpty();
      abandoned.addAll(slots.abandonStuck(SECOND));
    }

    assertThat(abandoned).containsExactly(stuck);
    assertThat(slots.taken()).isEqualTo(1);
    assertThat(slots.running()).doesNotContain(stuck);

    work.forEach(Runnable::run);
    assertThat(slots.taken()).isZero();
  }

  @Test
  void aThreadIsNotGivenUpBeforeItsTime() throws InterruptedException {
    fill();
    slots.stopAll();
    time.sleep(SECOND.minusMillis(1));

    for (int check = 0; check <= RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      assertThat(slots.abandonStuck(SECOND)).isEmpty();
    }
  }

  private void fill() {
    for (int slot = 0; slot < count; slot++) {
      slots.start(ClaimedJobs.sound());
    }
  }

  private void run(RunningJob job) {
    ran.add(job);
    if (failure != null) {
      throw failure;
    }
  }
}
