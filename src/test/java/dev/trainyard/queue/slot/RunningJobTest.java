package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunningJobTest {
  private static final Instant REQUESTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LONG_AFTER = REQUESTED.plusSeconds(60);

  private final RunningJob job = new RunningJob(null);

  @Test
  void aThreadIsGivenUpOnceWhenItHasIgnoredItsInterruptForLong() {
    job.requestStop(REQUESTED);
    for (int check = 1; check < RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      assertThat(job.abandonIfStuckSince(REQUESTED.minusSeconds(1))).isFalse();
    }

    assertThat(job.abandonIfStuckSince(LONG_AFTER)).isTrue();
    assertThat(job.abandonIfStuckSince(LONG_AFTER)).isFalse();
    assertThat(job.isAbandoned()).isTrue();
  }

  @Test
  void aThreadOfAProcessThatStoodStillGetsTheTimeToStop() {
    job.requestStop(REQUESTED);

    assertThat(job.abandonIfStuckSince(LONG_AFTER)).isFalse();
    job.finish();
    for (int check = 0; check < RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      assertThat(job.abandonIfStuckSince(LONG_AFTER)).isFalse();
    }
  }

  @Test
  void aThreadThatWasNotInterruptedIsNeverGivenUp() {
    for (int check = 0; check < RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      assertThat(job.abandonIfStuckSince(LONG_AFTER)).isFalse();
    }
  }

  @Test
  void onlyTheFirstRequestToStopCounts() {
    job.requestStop(REQUESTED);
    job.requestStop(LONG_AFTER);
    for (int check = 1; check < RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      assertThat(job.abandonIfStuckSince(REQUESTED)).isFalse();
    }

    assertThat(job.abandonIfStuckSince(REQUESTED)).isTrue();
  }

  @Test
  void aStopInterruptsTheThreadAtWork() {
    job.begin();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    job.requestStop(REQUESTED);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aStopBeforeTheWorkBeginsInterruptsIt() {
    job.requestStop(REQUESTED);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    job.begin();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aThreadThatMayHaveAnotherJobIsNotInterrupted() {
    job.begin();
    job.finish();

    job.requestStop(REQUESTED);

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void theEndOfTheWorkTellsOfAStopAndClearsItsInterrupt() {
    job.begin();
    job.requestStop(REQUESTED);

    assertThat(job.isFinished()).isFalse();
    assertThat(job.finish()).isTrue();
    assertThat(job.isFinished()).isTrue();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(new RunningJob(null).finish()).isFalse();
  }

  @Test
  void theStackShowsWhereTheThreadIs() {
    assertThat(job.stack()).isEmpty();

    job.begin();

    assertThat(job.stack())
        .extracting(StackTraceElement::getMethodName)
        .contains("theStackShowsWhereTheThreadIs");
  }
}
