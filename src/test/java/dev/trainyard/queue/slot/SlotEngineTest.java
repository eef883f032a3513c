package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotEngineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final VirtualTime time = new VirtualTime();
  private final InMemoryHeartbeats heartbeats = new InMemoryHeartbeats(time);
  private final InMemoryHints hints = new InMemoryHints(time);
  private final StuckThreads stuck = new StuckThreads();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final HeldRoute route = new HeldRoute();
  private final SlotEngine engine =
      new SlotEngine(
          new SlotServices(
              new InMemoryAttempts(time),
              heartbeats,
              new InMemoryClaims(time),
              hints,
              new SilentObserver(),
              Duration.ofSeconds(1),
              stuck,
              time.clock(),
              time,
              () -> time.note("ended")),
          route,
          () -> 3,
          work::add);

  @AfterEach
  void endThreads() throws InterruptedException {
    released.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void theSlotOfAStuckThreadIsFreeAndItsLeaseKeptNoMore() throws InterruptedException {
    stick();
    giveUp();

    assertThat(engine.running()).isZero();
    assertThat(time.notes("ended")).isEmpty();
    engine.stop();
    assertThat(time.notes("giveBack")).isEmpty();
  }

  @Test
  void aProcessWithTwoStuckThreadsTakesNoMoreJobsAndEndsOnceWhenTheOthersAreDone()
      throws InterruptedException {
    engine.slots().start(ClaimedJobs.sound());
    Runnable sound = work.remove();
    stick();
    stick();
    giveUp();
    hints.give(UUID.randomUUID());
    engine.fetcher().run();
    assertThat(time.notes("pop")).isEmpty();
    assertThat(engine.running()).isEqualTo(1);
    assertThat(time.notes("ended")).isEmpty();

    sound.run();
    engine.giveUpStuck();
    engine.giveUpStuck();

    assertThat(time.notes("ended")).hasSize(1);
  }

  @Test
  void aStopLetsTheJobsEndAndThenLeavesTheList() throws InterruptedException {
    ClaimedJob job = ClaimedJobs.sound();
    engine.slots().start(job);
    time.at(Duration.ofSeconds(1), work.remove());
    hints.give(UUID.randomUUID());

    engine.stop();
    engine.fetcher().run();

    assertThat(time.notes()).containsExactly("1.0s release after 0.0s", "1.0s removeWorker");
    assertThat(hints.left()).contains(job.id());
  }

  @Test
  void aStopGivesBackTheJobOfAThreadThatDoesNotEndAndLeavesTheThreadBehind()
      throws InterruptedException {
    ClaimedJob job = stick();
    RunningJob left = engine.slots().running().get(0);

    engine.stop();

    assertThat(time.notes()).containsExactly("2.0s giveBack " + job.id(), "2.0s removeWorker");
    assertThat(hints.left()).containsExactly(job.id());
    SlotPool ofTheNextStart = new SlotPool(work::add, () -> 3, next -> {}, time.clock(), time);
    time.sleep(PATIENCE);
    for (int check = 0; check < RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      stuck.giveUp(ofTheNextStart, time.clock().instant());
    }
    assertThat(left.isAbandoned()).isTrue();
  }

  @Test
  void theTimeSinceTheLastDequeueIsKnownOnceThereWasOne() {
    assertThat(engine.sinceDequeue()).isEmpty();
    time.at(Duration.ofMillis(900), () -> engine.fetcher().stop());
    time.at(
        Duration.ofMillis(900),
        () -> assertThat(engine.sinceDequeue()).contains(Duration.ofMillis(100)));
    route.open = false;

    engine.fetcher().run();

    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theHeartbeatSaysTheSlotsAndHearsOfAPause() {
    heartbeats.paused(true);
    beatUntil(Duration.ofMillis(300));
    hints.give(UUID.randomUUID());
    time.at(Duration.ofMillis(500), () -> engine.fetcher().stop());

    engine.fetcher().run();

    assertThat(time.notes("renewWorker")).containsExactly("0.0s renewWorker 3");
    assertThat(time.notes("pop")).isEmpty();
  }

  @Test
  void aCallIsAnsweredByTheHeartbeatAtOnce() {
    time.at(Duration.ofMillis(200), engine::wake);

    beatUntil(Duration.ofMillis(300));

    assertThat(time.notes("isPaused")).containsExactly("0.2s isPaused");
  }

  @Test
  void theHeartbeatGivesUpStuckThreads() throws InterruptedException {
    stick();

    beatUntil(PATIENCE.plusSeconds(1));

    assertThat(engine.running()).isZero();
  }

  private void beatUntil(Duration end) {
    time.at(end, engine.leases()::stop);
    engine.leases().run();
  }

  /** A job whose thread ignores its interrupt. */
  private ClaimedJob stick() throws InterruptedException {
    route.begun = new CountDownLatch(1);
    ClaimedJob job = ClaimedJobs.sound();
    engine.slots().start(job);
    Thread thread = new Thread(work.remove());
    threads.add(thread);
    thread.start();
    route.begun.await();
    engine.slots().running().stream()
        .filter(running -> running.job().equals(job))
        .forEach(running -> running.requestStop(time.clock().instant()));
    return job;
  }

  private void giveUp() throws InterruptedException {
    time.sleep(PATIENCE);
    for (int check = 0; check < RunningJob.CHECKS_BEFORE_ABANDONED; check++) {
      engine.giveUpStuck();
    }
  }

  /** Blocks threads that wait for its start. */
  private final class HeldRoute implements JobRoute {
    private CountDownLatch begun;
    private boolean open = true;

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public Throwable process(ClaimedJob job) {
      if (threads.contains(Thread.currentThread())) {
        begun.countDown();
        while (released.getCount() > 0) {
          Thread.onSpinWait();
        }
      }
      return null;
    }

    @Override
    public boolean isClosing(Throwable error) {
      return false;
    }

    @Override
    public boolean isStopping() {
      return false;
    }
  }

  private static final class SilentObserver implements AttemptObserver {
    @Override
    public void during(ClaimedJob job, Runnable attempt) {
      attempt.run();
    }

    @Override
    public void changed(UUID jobId) {}

    @Override
    public void publish(Object event) {}
  }
}
