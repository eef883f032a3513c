package dev.trainyard.queue;

import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.queue.slot.ClaimStore;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A worker's claims in PostgreSQL. */
record StoredClaims(JobStore jobs, WorkerIdentity worker) implements ClaimStore {
  @Override
  public List<ClaimedJob> claim(Collection<UUID> ids, boolean idle) {
    return jobs.claim(ids, worker.id(), idle);
  }

  @Override
  public List<ClaimedJob> claimDue(int limit, boolean idle) {
    return jobs.claimDue(limit, worker.id(), idle);
  }

  @Override
  public boolean suspectWaits() {
    return jobs.suspectWaits();
  }

  @Override
  public List<ClaimedJob> claimSuspect() {
    return jobs.claimSuspect(worker.id());
  }
}
