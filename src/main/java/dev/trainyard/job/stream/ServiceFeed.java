package dev.trainyard.job.stream;

import dev.trainyard.job.stream.Feed.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of all, in the order of their ids and without a gap. Log lines are in it only
 * while somebody wants them, as there are many.
 */
final class ServiceFeed {
  private static final int MAX_EVENTS = 10_000;
  private static final long MAX_BYTES = 16_000_000;
  private static final int FEW = 200;

  /** How soon to look again while events are held back: longer the longer it takes. */
  private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long LAST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final EventStore store;
  private final Map<Runnable, EventFilter> followers = new ConcurrentHashMap<>();
  private @Nullable Settlement settlement;
  private boolean readLogs;
  private long retryNanos;
  private boolean news;
  private volatile boolean wantsProgress;

  /** What is settled and not shown yet. */
  private final List<StreamedEvent> settled = new ArrayList<>();

  private volatile Feed feed = new Feed(0, MAX_EVENTS, MAX_BYTES);
  private volatile boolean ready;

  /** Id from which on log lines are in it. */
  private volatile long logsFrom = Long.MAX_VALUE;

  ServiceFeed(EventStore store) {
    this.store = store;
  }

  void add(Runnable listener, EventFilter filter) {
    followers.put(listener, filter);
    wantsProgress = wants(EventType.PROGRESS);
  }

  void remove(Runnable listener) {
    followers.remove(listener);
    wantsProgress = wants(EventType.PROGRESS);
    if (followers.isEmpty()) {
      ready = false;
    }
  }

  boolean isFollowed() {
    return !followers.isEmpty();
  }

  boolean wantsProgress() {
    return wantsProgress;
  }

  private boolean wants(EventType type) {
    return followers.values().stream().anyMatch(filter -> filter.wants(type));
  }

  void wake() {
    followers.keySet().forEach(Runnable::run);
  }

  /** Returns whether it is known what has happened up to now. */
  boolean isReady() {
    return ready;
  }

  /** Waits until it is known what has happened up to now, or the time is over. */
  synchronized void awaitReady(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      for (long left = nanos; !ready && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void begin(long horizon) {
    feed = new Feed(horizon, MAX_EVENTS, MAX_BYTES);
    logsFrom = Long.MAX_VALUE;
    readLogs = false;
    settled.clear();
    ready = true;
    notifyAll();
  }

  /** Returns the id up to which it is complete; 0 before it is ready. */
  long horizon() {
    return feed.last();
  }

  /** Returns whether a client at a position finds in here all that it wants. */
  boolean holds(long position, EventFilter filter) {
    return position >= feed.evicted() && (!filter.wants(EventType.LOG) || position >= logsFrom);
  }

  /** Returns events after a position; null when some are not in here. */
  @Nullable Slice after(long position, EventFilter filter, int max) {
    Feed now = feed;
    Slice slice = now.after(position, max);
    return slice == null || !holds(position, filter) ? null : slice;
  }

  /** Begins anew, as after a loss of the record. */
  void restart() {
    ready = false;
  }

  /** Reads what is settled now; it is shown by {@link #append}. */
  List<StreamedEvent> read(int max) {
    news = false;
    Settlement current = settlement;
    if (!ready && (current == null || current.isReady())) {
      long last = store.lastId();
      current = new Settlement(last, store.writers());
      settlement = current;
    }
    if (current == null) {
      throw new IllegalStateException("a feed that is ready has begun");
    }
    if (current.waits()) {
      current.running(store.writers());
    }
    if (!current.isReady()) {
      retryLater();
      return List.of();
    }
    if (!ready) {
      begin(current.horizon());
      news = true;
    }
    boolean logs = wants(EventType.LOG);
    if (logs != readLogs) {
      readLogs = logs;
      logsFrom = logs ? current.horizon() : Long.MAX_VALUE;
    }
    // While an id is missing, the rest would be read in vain
    int limit = current.isBlocked() && current.waits() ? FEW : max;
    List<StreamedEvent> found = store.after(current.horizon(), logs, limit);
    List<StreamedEvent> now = current.settle(found);
    settled.addAll(now);
    if (!now.isEmpty()) {
      retryNanos = 0;
    }
    if (current.isBlocked() || found.size() == limit) {
      retryLater();
    } else {
      retryNanos = 0;
    }
    if (current.needsWriters()) {
      current.await(store.writers());
    }
    return settled;
  }

  private void retryLater() {
    retryNanos = Math.min(Math.max(2 * retryNanos, FIRST_RETRY_NANOS), LAST_RETRY_NANOS);
  }

  /** Returns how soon to read again; 0 when there is no hurry. */
  long retryNanos() {
    return retryNanos;
  }

  /** Shows what was read. */
  void append() {
    if (!settled.isEmpty()) {
      feed.append(settled);
      settled.clear();
      news = true;
    }
  }

  /** Returns whether the last round has brought something that followers may want. */
  boolean hasNews(boolean progressed) {
    return isFollowed() && (news || (progressed && wantsProgress()));
  }
}
