package dev.trainyard.queue.slot;

import dev.trainyard.job.JobFailure;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.AttemptState;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One attempt, which a test ends; the journal records each write to it. */
final class InMemoryAttempts implements AttemptStore {
  private final VirtualTime time;
  private AttemptState state = new AttemptState(true, null, JobStatus.RUNNING, null, null);
  private boolean lostMeanwhile;
  private RuntimeException failure;
  private JobFailure failed;

  InMemoryAttempts(VirtualTime time) {
    this.time = time;
  }

  void state(AttemptState state) {
    this.state = state;
  }

  /** Loses the lease after the next check. */
  void loseMeanwhile() {
    lostMeanwhile = true;
  }

  /** Makes calls fail from now on; null ends the failures. */
  void fail(RuntimeException failure) {
    this.failure = failure;
  }

  JobFailure failed() {
    return failed;
  }

  @Override
  public AttemptState state(Lease lease) {
    if (failure != null) {
      time.note("away");
      throw failure;
    }
    return state;
  }

  @Override
  public Optional<UUID> complete(Lease lease, String configuration) {
    throw new AssertionError("the route alone completes");
  }

  @Override
  public Optional<SubmittedJob> release(Lease lease, Duration delay) {
    time.note("release after %s".formatted(VirtualTime.seconds(delay)));
    return lostMeanwhile
        ? Optional.empty()
        : Optional.of(new SubmittedJob(lease.jobId(), 0, Instant.EPOCH, true));
  }

  @Override
  public Optional<SubmittedJob> retry(Lease lease, JobFailure jobFailure, Duration delay) {
    throw new AssertionError("the route alone tries again");
  }

  @Override
  public boolean fail(Lease lease, JobFailure jobFailure) {
    time.note("fail %s".formatted(jobFailure.errorClass()));
    failed = jobFailure;
    return !lostMeanwhile;
  }
}
