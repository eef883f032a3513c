package dev.trainyard.queue;

import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.AttemptState;
import dev.trainyard.job.lifecycle.JobLeases;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.queue.slot.AttemptStore;
import java.time.Duration;
import java.util.Optional;

/** Stores attempts in PostgreSQL. */
record StoredAttempts(JobStore jobs, JobLeases leases) implements AttemptStore {
  @Override
  public AttemptState state(Lease lease) {
    return leases.attempt(lease);
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
