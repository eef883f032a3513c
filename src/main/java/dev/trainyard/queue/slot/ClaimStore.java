package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Claims jobs for this worker.
 *
 * <p>Each method throws {@link org.springframework.dao.DataAccessException} or {@link
 * org.springframework.transaction.TransactionException} while the store is unavailable.
 */
public interface ClaimStore {
  /**
   * Claims those listed jobs that are due and not taken, in queue order.
   *
   * @param idle whether this worker runs nothing else, as a job that has lost a worker requires
   */
  List<ClaimedJob> claim(Collection<UUID> ids, boolean idle);

  /**
   * Claims jobs that have been due for a while without a hint reaching a worker.
   *
   * @param limit the most to claim
   * @param idle as in {@link #claim}
   */
  List<ClaimedJob> claimDue(int limit, boolean idle);

  /** Returns whether a job that has lost a worker has waited long for an idle worker. */
  boolean suspectWaits();

  /** Claims at most one job that has lost a worker; call it only while this worker is idle. */
  List<ClaimedJob> claimSuspect();
}
