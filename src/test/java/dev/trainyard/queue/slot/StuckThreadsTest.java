package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StuckThreadsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final VirtualTime time = new VirtualTime();
  private final SlotPool slots = new SlotPool(job -> {}, () -> 2, job -> {}, time.clock(), time);
  private final StuckThreads stuck = new StuckThreads();

  @Test
  void aThreadHasEightSecondsToObey() throws InterruptedException {
    slots.start(ClaimedJobs.sound());
    slots.stopAll();
    time.sleep(PATIENCE.minusMillis(1));
    assertThat(checks()).isEmpty();

    time.sleep(Duration.ofMillis(1));

    assertThat(checks()).hasSize(1);
    assertThat(slots.isIdle()).isTrue();
  }

  @Test
  void aThreadThatAStopHasLeftBehindIsGivenUpOnce() throws InterruptedException {
    RunningJob left = leave();
    time.sleep(PATIENCE.minusMillis(1));
    assertThat(checks()).isEmpty();

    time.sleep(Duration.ofMillis(1));

    assertThat(checks()).containsExactly(left);
    assertThat(checks()).isEmpty();
  }

  @Test
  void aThreadThatObeysAfterAStopIsNotGivenUp() throws InterruptedException {
    leave().finish();
    time.sleep(PATIENCE);

    assertThat(checks()).isEmpty();
  }

  @Test
  void oneSuchThreadIsBorneAndTwoAreTooMany() throws InterruptedException {
    leave();
    time.sleep(PATIENCE);
    checks();
    assertThat(stuck.areTooMany()).isFalse();

    slots.start(ClaimedJobs.sound());
    slots.stopAll();
    time.sleep(PATIENCE);
    checks();

    assertThat(stuck.areTooMany()).isTrue();
  }

  @Test
  void theProcessEndsOnce() {
    assertThat(stuck.endProcess()).isTrue();
    assertThat(stuck.endProcess()).isFalse();
  }

  private RunningJob leave() {
    RunningJob job = new RunningJob(ClaimedJobs.sound());
    job.requestStop(time.clock().instant());
    stuck.leave(List.of(job));
    return job;
  }

  /** Runs as many checks as a thread is given. */
  private List<RunningJob> checks() {
    Instant now = time.clock().instant();
    List<RunningJob> givenUp = new ArrayList<>();
    for (int check = 0; check < RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      givenUp.addAll(stuck.giveUp(slots, now));
    }
    return givenUp;
  }
}
