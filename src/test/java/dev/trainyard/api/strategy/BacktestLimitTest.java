package dev.trainyard.api.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trainyard.api.problem.Problems;
import dev.trainyard.api.problem.TooManyBacktestsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BacktestLimitTest {
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();

  @AfterEach
  void stop() {
    clients.shutdownNow();
  }

  @Test
  void noMoreThanTheLimitRunAndTheOthersWaitForThem() throws Exception {
    BacktestLimit limit = new BacktestLimit(2, Duration.ofMinutes(1));
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> answers = new ArrayList<>();
    for (int k = 0; k < 6; k++) {
      answers.add(
          clients.submit(
              () ->
                  limit.run(
                      () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        end.await();
                        return running.decrementAndGet();
                      })));
    }
    await().until(() -> running.get() == 2);
    end.countDown();

    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isBetween(0, 1);
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void whoeverWaitsTooLongIsTurnedAway() {
    BacktestLimit limit = new BacktestLimit(1, Duration.ofMillis(1));
    occupy(limit);

    assertThatThrownBy(() -> limit.run(() -> 1))
        .isInstanceOf(TooManyBacktestsException.class)
        .hasMessageContaining("trainyard.http.concurrent-backtests");
    assertThat(new Problems().of(new TooManyBacktestsException(1)).getStatus()).isEqualTo(503);
  }

  @Test
  void onlyAFewMayWaitSinceEachHoldsAThreadOfTheApi() {
    BacktestLimit limit = new BacktestLimit(1, Duration.ofDays(1));
    occupy(limit);
    List<CompletableFuture<Integer>> others = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      others.add(CompletableFuture.supplyAsync(() -> limit.run(() -> 1), clients));
    }
    await()
        .until(
            () -> others.stream().filter(CompletableFuture::isCompletedExceptionally).count() > 9);
    end.countDown();

    await().until(() -> others.stream().allMatch(CompletableFuture::isDone));
    assertThat(others).anyMatch(other -> !other.isCompletedExceptionally());
  }

  @Test
  void workThatFailsMakesRoomForTheNext() {
    BacktestLimit limit = new BacktestLimit(1, Duration.ofMillis(1));
    assertThatThrownBy(
            () ->
                limit.run(
                    () -> {
                      throw new IllegalStateException("failed");
                    }))
        .hasMessage("failed");

    assertThat(limit.run(() -> 1)).isEqualTo(1);
  }

  @Test
  void aLimitThatLetsNothingThroughIsRefused() {
    assertThatThrownBy(() -> new BacktestLimit(0, Duration.ofMillis(1)))
        .hasMessageContaining("trainyard.http.concurrent-backtests");
  }

  private void occupy(BacktestLimit limit) {
    Future<Integer> busy =
        clients.submit(
            () ->
                limit.run(
                    () -> {
                      running.incrementAndGet();
                      end.await();
                      return 1;
                    }));
    await().until(() -> running.get() == 1 && !busy.isDone());
  }
}
