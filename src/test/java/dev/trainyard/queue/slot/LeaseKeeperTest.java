package dev.trainyard.queue.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class LeaseKeeperTest {
  private static final Lease LEASE = new Lease(UUID.randomUUID(), UUID.randomUUID());
  private static final Lease OTHER = new Lease(UUID.randomUUID(), UUID.randomUUID());

  private final VirtualTime time = new VirtualTime();
  private final InMemoryHeartbeats store = new InMemoryHeartbeats(time);
  private final InMemoryHints hints = new InMemoryHints(time);
  private final NotedBeat beat = new NotedBeat();
  private final LeaseKeeper leases = keeper(store);
  private int slots = 3;

  @Test
  void eachIntervalLeasesAreRenewedAndBetweenThemLookedAt() {
    leases.keep(LEASE, () -> {});
    leases.keep(OTHER, () -> {});

    runUntil(1400);

    assertThat(time.notes())
        .startsWith(
            "0.0s renewWorker 3",
            "0.0s paused false",
            "0.0s renew 2",
            "0.0s looked",
            "0.5s isPaused",
            "0.5s paused false",
            "0.5s notLost 2",
            "0.5s looked",
            "1.0s renewWorker 3",
            "1.0s paused false",
            "1.0s renew 2",
            "1.0s looked");
  }

  @Test
  void withoutALeaseTheWorkerStillSaysThatItLives() {
    runUntil(800);

    assertThat(time.notes())
        .startsWith(
            "0.0s renewWorker 3",
            "0.0s paused false",
            "0.0s looked",
            "0.5s isPaused",
            "0.5s paused false",
            "0.5s looked");
    assertThat(time.notes("renew")).isEmpty();
    assertThat(time.notes("notLost")).isEmpty();
  }

  @Test
  void eachHeartbeatSaysTheSlotsOfThatMoment() {
    at(300, () -> slots = 5);

    runUntil(1200);

    assertThat(time.notes("renewWorker"))
        .containsExactly("0.0s renewWorker 3", "1.0s renewWorker 5");
  }

  @Test
  void aPauseIsHeardOfAtTheNextLookAndItsEndAtTheNextRenewal() {
    at(300, () -> store.paused(true));
    at(700, () -> store.paused(false));

    runUntil(1200);

    assertThat(time.notes("paused"))
        .containsExactly("0.0s paused false", "0.5s paused true", "1.0s paused false");
  }

  @Test
  void callsAreAnsweredByOneLookAtOnceThatPutsOffNoRenewal() {
    at(
        200,
        () -> {
          leases.wake();
          leases.wake();
        });

    runUntil(1200);

    assertThat(time.notes("looked"))
        .startsWith("0.0s looked", "0.2s looked", "0.7s looked", "1.0s looked");
    assertThat(time.notes("renewWorker"))
        .containsExactly("0.0s renewWorker 3", "1.0s renewWorker 3");
  }

  @Test
  void aCallDuringALookIsAnsweredByAnother() {
    leases.keep(LEASE, leases::wake);
    store.lose(LEASE);

    runUntil(200);

    assertThat(time.notes("looked")).containsExactly("0.0s looked", "0.0s looked");
  }

  @Test
  void aStopIsNotPutOffByACall() {
    at(200, leases::wake);

    runUntil(200);

    assertThat(time.notes("looked")).containsExactly("0.0s looked");
  }

  @Test
  void aLostLeaseIsToldOnceAndLookedAtNoMore() {
    leases.keep(LEASE, () -> time.note("lost"));
    leases.keep(OTHER, () -> time.note("another is lost"));
    at(300, () -> store.lose(LEASE));

    runUntil(1400);

    assertThat(time.notes("lost")).containsExactly("0.5s lost");
    assertThat(time.notes("another")).isEmpty();
    assertThat(time.notes("renew")).containsExactly("0.0s renew 2", "1.0s renew 1");
  }

  @Test
  void aLeaseThatTheRenewalFindsLostIsTold() {
    leases.keep(LEASE, () -> time.note("lost"));
    at(700, () -> store.lose(LEASE));

    runUntil(1200);

    assertThat(time.notes("lost")).containsExactly("1.0s lost");
  }

  @Test
  void aLeaseThatWasReleasedIsNotKept() {
    leases.keep(LEASE, () -> time.note("lost"));
    leases.release(LEASE);
    store.lose(LEASE);

    runUntil(800);

    assertThat(time.notes("lost")).isEmpty();
    assertThat(time.notes("renew")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data access", "transaction", "bug", "error"})
  void aHeartbeatThatFailsIsTriedAgain(String kind) {
    store.fail(failure(kind));
    at(700, () -> store.fail(null));

    runUntil(1200);

    assertThat(time.notes("looked")).startsWith("0.0s looked", "0.5s looked", "1.0s looked");
    assertThat(time.notes("paused")).containsExactly("1.0s paused false");
  }

  @Test
  void aStopGivesBackWhatIsStillKeptAndLeavesTheList() {
    leases.keep(LEASE, () -> {});

    runUntil(200);

    assertThat(time.notes()).endsWith("0.2s giveBack " + LEASE.jobId(), "0.2s removeWorker");
    assertThat(hints.left()).containsExactly(LEASE.jobId());
  }

  @Test
  void aJobThatWasLostMeanwhileIsNotHinted() {
    leases.keep(LEASE, () -> {});
    store.lose(LEASE);

    leases.stop();

    assertThat(hints.left()).isEmpty();
    assertThat(time.notes("removeWorker")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data access", "transaction"})
  void aStopAsksNothingOfAStoreThatIsAway(String kind) {
    leases.keep(LEASE, () -> {});
    at(100, () -> store.fail(failure(kind)));

    runUntil(700);

    assertThat(time.notes("giveBack")).isEmpty();
    assertThat(time.notes("removeWorker")).isEmpty();
  }

  @Test
  void aStoreThatIsBackIsToldOfTheStop() {
    store.fail(failure("data access"));
    at(300, () -> store.fail(null));

    runUntil(700);

    assertThat(time.notes("removeWorker")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data access", "transaction"})
  void aStopGoesOnWhenTheStoreGoesAway(String kind) {
    store.fail(failure(kind));

    leases.stop();

    assertThat(time.notes("removeWorker")).hasSize(1);
  }

  @Test
  void aStopWaitsForTheHeartbeatThatIsUnderWay() throws InterruptedException {
    SlowHeartbeat slow = new SlowHeartbeat(Thread.currentThread());
    LeaseKeeper keeper = keeper(slow);
    keeper.start();
    slow.begun.await();

    keeper.stop();

    slow.ended.await();
    assertThat(slow.listed).isFalse();
    assertThat(slow.thread.isDaemon()).isTrue();
    assertThat(slow.thread).isNotSameAs(Thread.currentThread());
  }

  private LeaseKeeper keeper(HeartbeatStore heartbeats) {
    return new LeaseKeeper(heartbeats, hints, Duration.ofSeconds(1), beat, time);
  }

  private static Throwable failure(String kind) {
    return switch (kind) {
      case "data access" -> new DataAccessResourceFailureException("away");
      case "transaction" -> new CannotCreateTransactionException("away");
      case "bug" -> new IllegalStateException("a bug");
      default -> new StackOverflowError();
    };
  }

  private void at(int millis, Runnable event) {
    time.at(Duration.ofMillis(millis), event);
  }

  private void runUntil(int millis) {
    at(millis, leases::stop);
    leases.run();
  }

  private final class NotedBeat implements LeaseKeeper.Beat {
    @Override
    public int slots() {
      return slots;
    }

    @Override
    public void paused(boolean paused) {
      time.note("paused %s".formatted(paused));
    }

    @Override
    public void onCheck() {
      time.note("looked");
    }
  }

  /** Lists the worker only after a stop has had its chance to remove it. */
  private final class SlowHeartbeat implements HeartbeatStore {
    private final HeartbeatStore quick = new InMemoryHeartbeats(time);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread stopper;
    private volatile boolean listed;
    private volatile boolean removed;
    private volatile Thread thread;

    SlowHeartbeat(Thread stopper) {
      this.stopper = stopper;
    }

    @Override
    public boolean renewWorker(int count) {
      thread = Thread.currentThread();
      begun.countDown();
      while (!thread.isInterrupted()
          || (!removed && stopper.getState() != Thread.State.TIMED_WAITING)) {
        Thread.onSpinWait();
      }
      listed = true;
      ended.countDown();
      return false;
    }

    @Override
    public void removeWorker() {
      listed = false;
      removed = true;
    }

    @Override
    public boolean isPaused() {
      return false;
    }

    @Override
    public Set<Lease> renew(Collection<Lease> held) {
      return quick.renew(held);
    }

    @Override
    public Set<Lease> notLost(Collection<Lease> held) {
      return quick.notLost(held);
    }

    @Override
    public boolean isCancelled(Lease lease) {
      return quick.isCancelled(lease);
    }

    @Override
    public Optional<SubmittedJob> giveBack(Lease lease) {
      return quick.giveBack(lease);
    }
  }
}
