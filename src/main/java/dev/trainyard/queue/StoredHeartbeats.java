package dev.trainyard.queue;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.JobLeases;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.worker.WorkerRegistry;
import dev.trainyard.queue.slot.HeartbeatStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Stores heartbeats in PostgreSQL; all its stores use a connection that nothing else uses. */
record StoredHeartbeats(JobStore jobs, JobLeases leases, WorkerRegistry workers)
    implements HeartbeatStore {
  @Override
  public boolean renewWorker(int slots) {
    return workers.renew(slots);
  }

  @Override
  public void removeWorker() {
    workers.remove();
  }

  @Override
  public boolean isPaused() {
    return workers.isPaused();
  }

  @Override
  public Set<Lease> renew(Collection<Lease> leases) {
    return this.leases.heartbeat(leases);
  }

  @Override
  public Set<Lease> notLost(Collection<Lease> leases) {
    return this.leases.notLost(leases);
  }

  @Override
  public boolean isCancelled(Lease lease) {
    return leases.attempt(lease).outcome() == AttemptOutcome.CANCELLED;
  }

  @Override
  public Optional<SubmittedJob> giveBack(Lease lease) {
    return jobs.release(lease, Duration.ZERO);
  }
}
