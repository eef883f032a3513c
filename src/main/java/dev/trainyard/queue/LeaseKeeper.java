package dev.trainyard.queue;

import dev.trainyard.job.Lease;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Renews the leases of this process on a thread and a connection of its own, so that no amount of
 * work delays a heartbeat.
 */
final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private final QueueServices services;
  private final IntSupplier slots;
  private final Map<Lease, Runnable> held = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "trainyard-heartbeat");
  private volatile boolean stopping;
  private boolean failing;

  LeaseKeeper(QueueServices services, IntSupplier slots) {
    this.services = services;
    this.slots = slots;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the heartbeats and takes this worker off the list. */
  void stop() {
    stopping = true;
    thread.interrupt();
    try {
      services.registry().remove();
    } catch (DataAccessException e) {
      LOG.warn(
          "this worker stays on the list of workers until it is seen to be dead: {}",
          e.getMessage());
    }
  }

  /**
   * Keeps a lease until {@link #release}.
   *
   * @param onLost told once when the lease turns out to be lost
   */
  void keep(Lease lease, Runnable onLost) {
    held.put(lease, onLost);
  }

  void release(Lease lease) {
    held.remove(lease);
  }

  private void run() {
    long interval = services.settings().heartbeat().toMillis();
    while (!stopping) {
      beat();
      try {
        Thread.sleep(interval);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void beat() {
    try {
      services.registry().renew(slots.getAsInt());
      Set<Lease> leases = Set.copyOf(held.keySet());
      if (!leases.isEmpty()) {
        Set<Lease> owned = services.heartbeats().heartbeat(leases);
        leases.stream().filter(lease -> !owned.contains(lease)).forEach(this::lost);
      }
      failing = false;
    } catch (DataAccessException | TransactionException e) {
      if (!failing) {
        LOG.warn("the heartbeat does not reach PostgreSQL and goes on trying: {}", e.getMessage());
      }
      failing = true;
    } catch (RuntimeException e) {
      LOG.error("the heartbeat failed and goes on", e);
    }
  }

  private void lost(Lease lease) {
    Runnable onLost = held.remove(lease);
    if (onLost != null) {
      LOG.warn("the lease of job {} is lost: its work stops", lease.jobId());
      onLost.run();
    }
  }
}
