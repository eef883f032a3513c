package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RealTimingTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final RealTiming timing = new RealTiming();
  private final Monitor monitor = new Monitor(timing);

  @Test
  void whatHoldsIsNotWaitedFor() throws InterruptedException {
    assertThat(monitor.await(LONG, () -> true)).isTrue();
  }

  @Test
  void whatDoesNotHoldAfterTheTimeIsWaitedForNoMore() throws InterruptedException {
    assertThat(monitor.await(Duration.ofMillis(1), () -> false)).isFalse();
    assertThat(monitor.await(Duration.ofMillis(-1), () -> false)).isFalse();
  }

  @Test
  void aChangeEndsTheWaitOfAnotherThread() {
    AtomicBoolean waits = new AtomicBoolean();
    AtomicBoolean holds = new AtomicBoolean();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return monitor.await(
                    LONG,
                    () -> {
                      waits.set(true);
                      return holds.get();
                    });
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().untilTrue(waits);

    monitor.change(() -> {});
    assertThat(waiting).isNotDone();
    monitor.change(() -> holds.set(true));

    await().until(waiting::isDone);
    assertThat(waiting).isCompletedWithValue(true);
  }

  @Test
  void theTimeGoesOnWhileItSleeps() throws InterruptedException {
    long before = timing.nanoTime();

    timing.sleep(Duration.ofMillis(1));

    assertThat(timing.nanoTime() - before).isGreaterThanOrEqualTo(1_000_000);
  }
}
