package dev.trainyard.job.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of one job or of all, by id. One thread appends, and any number of clients read
 * from their own position: however slow they are, nothing is kept for them. Who is further behind
 * than this goes reads PostgreSQL.
 */
final class Feed {
  private final int maxEvents;
  private final long maxBytes;
  private final ConcurrentNavigableMap<Long, StreamedEvent> events = new ConcurrentSkipListMap<>();
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private int count;
  private long bytes;
  private volatile long evicted;
  private volatile long last;

  /**
   * Creates an empty feed.
   *
   * @param start id before the first event that it will hold
   * @param maxEvents number of events above which it drops the oldest
   * @param maxBytes size of events above which it drops the oldest
   */
  Feed(long start, int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
    this.evicted = start;
    this.last = start;
  }

  /** Returns the id up to which it is complete. */
  long last() {
    return last;
  }

  /** Returns the id from which on it is complete. */
  long evicted() {
    return evicted;
  }

  void addListener(Runnable listener) {
    listeners.add(listener);
  }

  /** Returns whether others still listen. */
  boolean removeListener(Runnable listener) {
    listeners.remove(listener);
    return !listeners.isEmpty();
  }

  /** Tells all listeners that there is something new. */
  void wake() {
    listeners.forEach(Runnable::run);
  }

  /** Adds events, whose ids are above those before. */
  void append(List<StreamedEvent> added) {
    if (added.isEmpty()) {
      return;
    }
    for (StreamedEvent event : added) {
      if (event.hasFrame()) {
        events.put(event.id(), event);
        count++;
        bytes += event.frame().length;
      }
    }
    last = added.get(added.size() - 1).id();
    while (count > maxEvents || bytes > maxBytes) {
      Map.Entry<Long, StreamedEvent> oldest = events.firstEntry();
      // Before it is gone: a reader who misses it sees why
      evicted = oldest.getKey();
      events.remove(oldest.getKey());
      count--;
      bytes -= oldest.getValue().frame().length;
    }
  }

  /**
   * The events after a position.
   *
   * @param max the most to return
   * @return null when some are no longer here
   */
  @Nullable Slice after(long position, int max) {
    long end = last;
    if (position >= end) {
      return position < evicted ? null : new Slice(List.of(), position, true);
    }
    List<StreamedEvent> slice = new ArrayList<>();
    long size = 0;
    for (StreamedEvent event : events.subMap(position, false, end, true).values()) {
      size += event.frame().length;
      if (slice.size() == max || (size > StreamedEvent.MAX_PART && !slice.isEmpty())) {
        return position < evicted
            ? null
            : new Slice(slice, slice.get(slice.size() - 1).id(), false);
      }
      slice.add(event);
    }
    return position < evicted ? null : new Slice(slice, end, true);
  }

  /**
   * Some events.
   *
   * @param events by id
   * @param upTo position after them
   * @param complete whether there were no more
   */
  record Slice(List<StreamedEvent> events, long upTo, boolean complete) {}
}
