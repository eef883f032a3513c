package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Jobs that a test offers for claims; the journal records each call. */
final class InMemoryClaims implements ClaimStore {
  private final VirtualTime time;
  private final Map<UUID, ClaimedJob> hinted = new HashMap<>();
  private final Deque<ClaimedJob> due = new ArrayDeque<>();
  private final Deque<ClaimedJob> suspects = new ArrayDeque<>();
  private Throwable failure;

  InMemoryClaims(VirtualTime time) {
    this.time = time;
  }

  void hinted(ClaimedJob job) {
    hinted.put(job.id(), job);
  }

  void due(ClaimedJob job) {
    due.add(job);
  }

  void suspect(ClaimedJob job) {
    suspects.add(job);
  }

  /** Makes calls fail from now on; null ends the failures. */
  void fail(Throwable failure) {
    this.failure = failure;
  }

  @Override
  public List<ClaimedJob> claim(Collection<UUID> ids, boolean idle) {
    time.note("claim %d %s".formatted(ids.size(), idle ? "idle" : "busy"));
    throwFailure();
    return ids.stream().filter(hinted::containsKey).map(hinted::remove).toList();
  }

  @Override
  public List<ClaimedJob> claimDue(int limit, boolean idle) {
    time.note("claimDue %d %s".formatted(limit, idle ? "idle" : "busy"));
    throwFailure();
    List<ClaimedJob> claimed = new ArrayList<>();
    while (claimed.size() < limit && !due.isEmpty()) {
      claimed.add(due.remove());
    }
    return claimed;
  }

  @Override
  public boolean suspectWaits() {
    time.note("suspectWaits");
    return !suspects.isEmpty();
  }

  @Override
  public List<ClaimedJob> claimSuspect() {
    time.note("claimSuspect");
    return List.of(suspects.remove());
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
