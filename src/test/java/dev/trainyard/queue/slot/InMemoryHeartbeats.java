package dev.trainyard.queue.slot;

import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.SubmittedJob;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Heartbeats without a server; the journal records each. */
final class InMemoryHeartbeats implements HeartbeatStore {
  private final VirtualTime time;
  private final Set<Lease> lost = new HashSet<>();
  private boolean paused;
  private Throwable failure;

  InMemoryHeartbeats(VirtualTime time) {
    this.time = time;
  }

  void lose(Lease lease) {
    lost.add(lease);
  }

  void paused(boolean paused) {
    this.paused = paused;
  }

  /** Makes calls fail from now on; null ends the failures. */
  void fail(Throwable failure) {
    this.failure = failure;
  }

  @Override
  public boolean renewWorker(int slots) {
    time.note("renewWorker %d".formatted(slots));
    throwFailure();
    return paused;
  }

  @Override
  public boolean isPaused() {
    time.note("isPaused");
    throwFailure();
    return paused;
  }

  @Override
  public void removeWorker() {
    time.note("removeWorker");
    throwFailure();
  }

  @Override
  public Set<Lease> renew(Collection<Lease> leases) {
    time.note("renew %d".formatted(leases.size()));
    return owned(leases);
  }

  @Override
  public Set<Lease> notLost(Collection<Lease> leases) {
    time.note("notLost %d".formatted(leases.size()));
    return owned(leases);
  }

  private Set<Lease> owned(Collection<Lease> leases) {
    Set<Lease> owned = new HashSet<>(leases);
    owned.removeAll(lost);
    return owned;
  }

  @Override
  public boolean isCancelled(Lease lease) {
    throwFailure();
    return false;
  }

  @Override
  public Optional<SubmittedJob> giveBack(Lease lease) {
    time.note("giveBack %s".formatted(lease.jobId()));
    throwFailure();
    return lost.contains(lease)
        ? Optional.empty()
        : Optional.of(new SubmittedJob(lease.jobId(), 0, Instant.EPOCH, true));
  }

  private void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
