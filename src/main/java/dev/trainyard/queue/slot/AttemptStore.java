package dev.trainyard.queue.slot;

import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.AttemptState;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of the attempts of this process. A write whose lease is lost changes nothing.
 *
 * <p>Each method throws {@link org.springframework.dao.DataAccessException} or {@link
 * org.springframework.transaction.TransactionException} while the store is away.
 */
public interface AttemptStore {
  /** How the attempt of a lease stands. */
  AttemptState state(Lease lease);

  /**
   * Gives a job back unharmed; empty when the lease is lost.
   *
   * @param delay time until it is due again
   */
  Optional<SubmittedJob> release(Lease lease, Duration delay);

  /**
   * Gives a job back after a transient failure.
   *
   * @return when it is due again, or empty when that was its last attempt or the lease is lost
   */
  Optional<SubmittedJob> retry(Lease lease, JobFailure failure, Duration delay);

  /** Fails a job for good. Returns whether the lease was held. */
  boolean fail(Lease lease, JobFailure failure);
}
