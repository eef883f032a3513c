package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Where this worker claims jobs.
 *
 * <p>Each method throws {@link org.springframework.dao.DataAccessException} or {@link
 * org.springframework.transaction.TransactionException} while the store is away.
 */
public interface ClaimStore {
  /**
   * Claims the jobs of a list that are due and not taken, in the order of the queue.
   *
   * @param idle whether this worker runs nothing else, which a job that has lost a worker before
   *     demands
   */
  List<ClaimedJob> claim(Collection<UUID> ids, boolean idle);

  /**
   * Claims jobs that have been due for a while without a hint reaching a worker.
   *
   * @param limit how many at most
   * @param idle as in {@link #claim}
   */
  List<ClaimedJob> claimDue(int limit, boolean idle);

  /** Whether a job that has lost a worker has waited long for one that runs nothing else. */
  boolean suspectWaits();

  /** Claims a job that has lost a worker, as this one runs nothing else; one at most. */
  List<ClaimedJob> claimSuspect();
}
