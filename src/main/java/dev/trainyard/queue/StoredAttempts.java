package dev.trainyard.queue;

import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.AttemptState;
import dev.trainyard.job.lifecycle.JobCompletions;
import dev.trainyard.job.lifecycle.JobLeases;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.queue.slot.AttemptStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Stores attempts in PostgreSQL. */
record StoredAttempts(JobStore jobs, JobLeases leases, JobCompletions completions)
    implements AttemptStore {
  @Override
  public AttemptState state(Lease lease) {
    return completions.takeCompleted(lease) ? AttemptState.COMPLETED : leases.attempt(lease);
  }

  @Override
  public Optional<UUID> complete(Lease lease, String configuration) {
    return completions.complete(lease, configuration);
  }

  @Override
  public Optional<SubmittedJob> release(Lease lease, Duration delay) {
    return jobs.release(lease, delay);
  }

  @Override
  public Optional<SubmittedJob> retry(Lease lease, JobFailure failure, Duration delay) {
    return jobs.retry(lease, failure, delay);
  }

  @Override
  public boolean fail(Lease lease, JobFailure failure) {
    return jobs.fail(lease, failure);
  }
}
