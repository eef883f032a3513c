package dev.trainyard.queue;

import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.queue.slot.ClaimStore;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Claims jobs for this worker from PostgreSQL. */
record StoredClaims(JobClaims claims, WorkerIdentity worker) implements ClaimStore {
  @Override
  public List<ClaimedJob> claim(Collection<UUID> ids, boolean idle) {
    return claims.claim(ids, worker.id(), idle);
  }

  @Override
  public List<ClaimedJob> claimDue(int limit, boolean idle) {
    return claims.claimDue(limit, worker.id(), idle);
  }

  @Override
  public boolean suspectWaits() {
    return claims.suspectWaits();
  }

  @Override
  public List<ClaimedJob> claimSuspect() {
    return claims.claimSuspect(worker.id());
  }
}
