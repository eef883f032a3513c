package dev.trainyard.queue.slot;

import dev.trainyard.job.Lease;
import dev.trainyard.job.worker.WorkerRegistry;
import dev.trainyard.process.OutOfMemory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Renews the leases of this process on a thread and a connection of its own, so that no amount of
 * work delays a heartbeat. Between two renewals it looks once more whether a lease is lost, so that
 * a cancelled job stops within a second even if nobody tells.
 */
public final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private static final long LAST_BEAT_MILLIS = 1000;

  private final QueueServices services;
  private final Beat beat;
  private final Map<Lease, Runnable> held = new ConcurrentHashMap<>();
  private final Semaphore calls = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "trainyard-heartbeat");
  private volatile boolean stopping;
  private volatile boolean failing;

  public LeaseKeeper(QueueServices services, Beat beat) {
    this.services = services;
    this.beat = beat;
  }

  /** What the worker says and hears with each heartbeat. */
  public interface Beat {
    /** Jobs that the worker runs at once. */
    int slots();

    /** Whether the queue is paused, as PostgreSQL has it. */
    void paused(boolean paused);

    /** Called after each look at the leases, also while PostgreSQL is away. */
    void looked();
  }

  /** Begins to beat. */
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Ends the heartbeats and takes this worker off the list. While PostgreSQL is away it stays there
   * until it is seen to be dead, since a stop waits for no server.
   */
  public void stop() {
    stopping = true;
    thread.interrupt();
    try {
      // A heartbeat that is under way would put the worker on the list again
      thread.join(LAST_BEAT_MILLIS);
      if (!failing) {
        giveBack();
        services.registry().remove();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DataAccessException e) {
      LOG.warn(
          "this worker stays on the list of workers until it is seen to be dead: {}",
          e.getMessage());
    }
  }

  /** Their threads have not obeyed in time: without their leases they can write nothing. */
  private void giveBack() {
    for (Lease lease : Set.copyOf(held.keySet())) {
      services
          .heartbeats()
          .release(lease, Duration.ZERO)
          .ifPresent(
              job -> {
                LOG.warn("job {} is given back, and its thread left behind", lease.jobId());
                services.readySet().add(List.of(job));
              });
    }
  }

  /**
   * Keeps a lease until {@link #release}.
   *
   * @param onLost told once when the lease turns out to be lost
   */
  public void keep(Lease lease, Runnable onLost) {
    held.put(lease, onLost);
  }

  /** Keeps a lease no longer. */
  public void release(Lease lease) {
    held.remove(lease);
  }

  /** Looks at the leases now. */
  public void wake() {
    calls.release();
  }

  private void run() {
    long interval = services.settings().heartbeat().toNanos();
    long lastRenewal = System.nanoTime() - interval;
    try {
      while (!stopping) {
        boolean due = System.nanoTime() - lastRenewal >= interval;
        if (due) {
          lastRenewal = System.nanoTime();
        }
        look(due);
        long untilRenewal = lastRenewal + interval - System.nanoTime();
        if (calls.tryAcquire(Math.min(untilRenewal, interval / 2), TimeUnit.NANOSECONDS)) {
          calls.drainPermits();
          look(false);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(boolean renew) {
    try {
      WorkerRegistry registry = services.registry();
      beat.paused(renew ? registry.renew(beat.slots()) : registry.isPaused());
      Set<Lease> leases = Set.copyOf(held.keySet());
      if (!leases.isEmpty()) {
        Set<Lease> owned =
            renew ? services.heartbeats().heartbeat(leases) : services.heartbeats().notLost(leases);
        leases.stream().filter(lease -> !owned.contains(lease)).forEach(this::lost);
      }
      failing = false;
    } catch (DataAccessException | TransactionException e) {
      if (!failing) {
        LOG.warn("the heartbeat does not reach PostgreSQL and goes on trying: {}", e.getMessage());
      }
      failing = true;
    } catch (RuntimeException | Error e) {
      OutOfMemory.endProcessIfCauseOf(e);
      LOG.error("the heartbeat failed and goes on", e);
    }
    beat.looked();
  }

  private void lost(Lease lease) {
    Runnable onLost = held.remove(lease);
    if (onLost != null) {
      onLost.run();
      if (services.heartbeats().attempt(lease).endedAs("cancelled")) {
        LOG.info("job {} is cancelled: its work stops", lease.jobId());
      } else {
        LOG.warn("the lease of job {} is lost: its work stops", lease.jobId());
      }
    }
  }
}
