package dev.trainyard.queue.slot;

import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Where this worker says that it lives and has its jobs, and hears what it must know.
 *
 * <p>Each method throws {@link org.springframework.dao.DataAccessException} or {@link
 * org.springframework.transaction.TransactionException} while the store is away.
 */
public interface HeartbeatStore {
  /**
   * Says that this worker lives.
   *
   * @param slots jobs that it runs at once
   * @return whether the queue is paused
   */
  boolean renewWorker(int slots);

  /** Takes this worker off the list. */
  void removeWorker();

  /** Whether the queue is paused. */
  boolean isPaused();

  /** Renews leases; returns those that are not lost. */
  Set<Lease> renew(Collection<Lease> leases);

  /** Those of some leases that are not lost, without renewing them. */
  Set<Lease> notLost(Collection<Lease> leases);

  /** Whether a lease is lost because somebody cancelled its job. */
  boolean isCancelled(Lease lease);

  /** Gives a job back unharmed, due at once; empty when the lease is lost. */
  Optional<SubmittedJob> giveBack(Lease lease);
}
