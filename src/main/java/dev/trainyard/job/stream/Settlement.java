package dev.trainyard.job.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out up to which id all events are there. A transaction takes its ids before it commits, so
 * a lower id may appear after a higher one: whoever has read on would never see it. When an id is
 * missing, this waits for the transactions that could still write it. Once they have ended and it
 * is still missing, it never comes: its transaction was rolled back, or its row was there already.
 *
 * <p>A round is: {@link #running} before the events are read, then {@link #settle}, then {@link
 * #await} if {@link #needsWriters}.
 */
final class Settlement {
  private long horizon;
  private long seen;

  /** Ids up to this one that are missing never come. */
  private long missingUpTo;

  private Set<String> writers;
  private boolean waits;
  private boolean ready;
  private boolean blocked;

  /**
   * Begins at the highest id that was taken.
   *
   * @param writers transactions that ran after it was taken: they may write lower ids
   */
  Settlement(long lastId, Set<String> writers) {
    this.horizon = lastId;
    this.seen = lastId;
    this.missingUpTo = lastId;
    this.writers = new HashSet<>(writers);
    this.waits = true;
  }

  /** Returns whether all ids up to the horizon are settled. */
  boolean isReady() {
    return ready;
  }

  /** Returns the id up to which everything has been read or never comes. */
  long horizon() {
    return horizon;
  }

  /** Returns whether {@link #running} has to be told which transactions run. */
  boolean waits() {
    return waits;
  }

  /** Takes in which transactions run now, before the events are read. */
  void running(Set<String> now) {
    writers.retainAll(now);
    if (waits && writers.isEmpty()) {
      waits = false;
      ready = true;
      missingUpTo = seen;
    }
  }

  /**
   * Takes the events that are settled from those that were read.
   *
   * @param read all events after the horizon that are visible, as far as they were read, by id
   */
  List<StreamedEvent> settle(List<StreamedEvent> read) {
    List<StreamedEvent> settled = new ArrayList<>();
    blocked = false;
    for (StreamedEvent event : read) {
      if (event.id() > horizon + 1 && event.id() - 1 > missingUpTo) {
        blocked = true;
        break;
      }
      horizon = event.id();
      settled.add(event);
    }
    if (!waits && !read.isEmpty()) {
      seen = read.get(read.size() - 1).id();
    }
    return settled;
  }

  /** Returns whether an id is missing and nobody has asked yet who may write it. */
  boolean needsWriters() {
    return blocked && !waits;
  }

  /** Returns whether events are held back. */
  boolean isBlocked() {
    return blocked;
  }

  /** Waits for transactions that ran after the events were read. */
  void await(Set<String> now) {
    writers = new HashSet<>(now);
    waits = true;
  }
}
