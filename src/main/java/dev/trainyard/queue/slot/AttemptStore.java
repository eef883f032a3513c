package dev.trainyard.queue.slot;

import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.AttemptState;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores the outcomes of this process's attempts. A write whose lease is lost changes nothing.
 *
 * <p>Each method throws {@link org.springframework.dao.DataAccessException} or {@link
 * org.springframework.transaction.TransactionException} while the store is unavailable.
 */
public interface AttemptStore {
  /** Returns the state of a lease's attempt. */
  AttemptState state(Lease lease);

  /**
   * Stores the trained configuration of a job and completes the job; empty when the lease is lost.
   *
   * @param configuration JSON object whose keys are columns of {@code trained_configurations}
   * @return id of the configuration
   */
  Optional<UUID> complete(Lease lease, String configuration);

  /**
   * Returns a job to the queue unharmed; empty when the lease is lost.
   *
   * @param delay time until it is due again
   */
  Optional<SubmittedJob> release(Lease lease, Duration delay);

  /**
   * Returns a job to the queue after a transient failure.
   *
   * @return when the job is due again, or empty when this was its last attempt or the lease is lost
   */
  Optional<SubmittedJob> retry(Lease lease, JobFailure failure, Duration delay);

  /** Fails a job for good. Returns whether the lease was held. */
  boolean fail(Lease lease, JobFailure failure);
}
