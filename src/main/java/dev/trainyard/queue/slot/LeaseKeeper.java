package dev.trainyard.queue.slot;

import dev.trainyard.job.Lease;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.process.OutOfMemory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Renews the leases of this process on a separate thread and connection, so that no amount of work
 * delays a heartbeat. Between two renewals it checks once more whether a lease is lost, so that a
 * cancelled job stops within a second even without a message.
 */
final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private static final long LAST_BEAT_MILLIS = 1000;

  private final HeartbeatStore store;
  private final Hints hints;
  private final Duration interval;
  private final Beat beat;
  private final Map<Lease, Runnable> held = new ConcurrentHashMap<>();
  private final Timing timing;
  private final Monitor calls;
  private final Thread thread = DaemonThreads.named("trainyard-heartbeat", this::run);
  private volatile boolean stopping;
  private volatile boolean failing;
  private boolean called;

  /**
   * @param hints receives the jobs that a stop releases
   * @param interval time between two renewals
   */
  LeaseKeeper(HeartbeatStore store, Hints hints, Duration interval, Beat beat, Timing timing) {
    this.store = store;
    this.hints = hints;
    this.interval = interval;
    this.beat = beat;
    this.timing = timing;
    this.calls = new Monitor(timing);
  }

  /** The data that the worker sends and receives with each heartbeat. */
  interface Beat {
    /** Returns the number of jobs that the worker runs at once. */
    int slots();

    /** Receives whether PostgreSQL says that the queue is paused. */
    void paused(boolean paused);

    /** Called after each check of the leases, also while PostgreSQL is unavailable. */
    void onCheck();
  }

  /** Starts the heartbeats. */
  void start() {
    thread.start();
  }

  /**
   * Stops the heartbeats and removes this worker from the list. While PostgreSQL is unavailable,
   * the worker stays listed until its heartbeat expires, since a stop waits for no server.
   */
  void stop() {
    stopping = true;
    thread.interrupt();
    try {
      // A heartbeat in progress would put the worker on the list again
      thread.join(LAST_BEAT_MILLIS);
      if (!failing) {
        giveBack();
        store.removeWorker();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn(
          "this worker stays on the list of workers until its heartbeat expires: {}",
          e.getMessage());
    }
  }

  /** Releases jobs whose threads did not stop in time; without a lease they can write nothing. */
  private void giveBack() {
    for (Lease lease : Set.copyOf(held.keySet())) {
      store
          .giveBack(lease)
          .ifPresent(
              job -> {
                LOG.warn("job {} is released and its thread abandoned", lease.jobId());
                hints.add(List.of(job));
              });
    }
  }

  /**
   * Keeps a lease until {@link #release}.
   *
   * @param onLost called once when the lease turns out to be lost
   */
  void keep(Lease lease, Runnable onLost) {
    held.put(lease, onLost);
  }

  /** Stops keeping a lease. */
  void release(Lease lease) {
    held.remove(lease);
  }

  /** Checks the leases now. */
  void wake() {
    calls.change(() -> called = true);
  }

  /** Sends heartbeats until the stop. */
  void run() {
    long nanos = interval.toNanos();
    long lastRenewal = timing.nanoTime() - nanos;
    try {
      while (!stopping) {
        boolean due = timing.nanoTime() - lastRenewal >= nanos;
        if (due) {
          lastRenewal = timing.nanoTime();
        }
        check(due);
        long untilRenewal = lastRenewal + nanos - timing.nanoTime();
        awaitCall(Duration.ofNanos(Math.min(untilRenewal, nanos / 2)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a call. A call that arrives during the following check leads to another check. */
  private void awaitCall(Duration wait) throws InterruptedException {
    calls.await(wait, () -> called);
    calls.change(() -> called = false);
  }

  private void check(boolean renew) {
    try {
      beat.paused(renew ? store.renewWorker(beat.slots()) : store.isPaused());
      Set<Lease> leases = Set.copyOf(held.keySet());
      if (!leases.isEmpty()) {
        Set<Lease> owned = renew ? store.renew(leases) : store.notLost(leases);
        leases.stream().filter(lease -> !owned.contains(lease)).forEach(this::lost);
      }
      failing = false;
    } catch (DataAccessException | TransactionException e) {
      if (!failing) {
        LOG.warn("the heartbeat does not reach PostgreSQL, retrying: {}", e.getMessage());
      }
      failing = true;
    } catch (RuntimeException | Error e) {
      OutOfMemory.endProcessIfCauseOf(e);
      LOG.error("the heartbeat failed, continuing", e);
    }
    beat.onCheck();
  }

  private void lost(Lease lease) {
    Runnable onLost = held.remove(lease);
    if (onLost != null) {
      onLost.run();
      if (store.isCancelled(lease)) {
        LOG.info("job {} is cancelled: its work stops", lease.jobId());
      } else {
        LOG.warn("the lease of job {} is lost: its work stops", lease.jobId());
      }
    }
  }
}
