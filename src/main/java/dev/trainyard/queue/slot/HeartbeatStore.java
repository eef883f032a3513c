package dev.trainyard.queue.slot;

import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Stores the heartbeats and leases of this worker, and returns what it must know.
 *
 * <p>Each method throws {@link org.springframework.dao.DataAccessException} or {@link
 * org.springframework.transaction.TransactionException} while the store is unavailable.
 */
public interface HeartbeatStore {
  /**
   * Records a heartbeat of this worker.
   *
   * @param slots jobs that it runs at once
   * @return whether the queue is paused
   */
  boolean renewWorker(int slots);

  /** Removes this worker from the list of workers. */
  void removeWorker();

  /** Returns whether the queue is paused. */
  boolean isPaused();

  /** Renews leases; returns the leases that are not lost. */
  Set<Lease> renew(Collection<Lease> leases);

  /** Returns the leases that are not lost, without renewing them. */
  Set<Lease> notLost(Collection<Lease> leases);

  /** Returns whether a lease is lost because its job was cancelled. */
  boolean isCancelled(Lease lease);

  /** Returns a job to the queue unharmed, due at once; empty when the lease is lost. */
  Optional<SubmittedJob> giveBack(Lease lease);
}
