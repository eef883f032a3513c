package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.SubmittedJob;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataAccessResourceFailureException;

/** Hints that a test gives; the journal records each call. */
final class InMemoryHints implements Hints {
  private final VirtualTime time;
  private final Deque<UUID> ids = new ArrayDeque<>();
  private boolean away;

  InMemoryHints(VirtualTime time) {
    this.time = time;
  }

  void give(UUID id) {
    ids.add(id);
  }

  void away(boolean away) {
    this.away = away;
  }

  List<UUID> left() {
    return List.copyOf(ids);
  }

  @Override
  public List<UUID> pop(int count, Duration wait) {
    time.note("pop %d for %s".formatted(count, VirtualTime.seconds(wait)));
    requireHere();
    try {
      time.await(null, wait, () -> !ids.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return take(count);
  }

  @Override
  public List<UUID> poll(int count) {
    time.note("poll %d".formatted(count));
    requireHere();
    return take(count);
  }

  private void requireHere() {
    if (away) {
      throw new DataAccessResourceFailureException("Redis is away");
    }
  }

  private List<UUID> take(int count) {
    List<UUID> taken = new ArrayList<>();
    while (taken.size() < count && !ids.isEmpty()) {
      taken.add(ids.remove());
    }
    return taken;
  }

  @Override
  public void add(List<SubmittedJob> jobs) {
    jobs.forEach(job -> ids.add(job.id()));
  }
}
