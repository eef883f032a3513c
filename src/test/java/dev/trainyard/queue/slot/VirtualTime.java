package dev.trainyard.queue.slot;

import dev.trainyard.support.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * Time that passes only while the one thread of a test waits, with scheduled events and a journal.
 */
final class VirtualTime implements Timing {
  /** A loop that has not ended by then never ends. */
  private static final Instant LATEST = Instant.EPOCH.plus(Duration.ofHours(1));

  private final ManualClock clock = new ManualClock();
  private final TreeMap<Instant, List<Runnable>> events = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();

  Clock clock() {
    return clock;
  }

  Duration passed() {
    return Duration.between(Instant.EPOCH, clock.instant());
  }

  /** Schedules an event at a time since the start. */
  void at(Duration time, Runnable event) {
    events.computeIfAbsent(Instant.EPOCH.plus(time), at -> new ArrayList<>()).add(event);
  }

  /** Writes into the journal, with the time in seconds. */
  synchronized void note(String what) {
    notes.add(seconds(passed()) + " " + what);
  }

  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns the entries of the journal that start with a word. */
  synchronized List<String> notes(String word) {
    return notes.stream().filter(note -> (note + " ").contains(" " + word + " ")).toList();
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
  }

  @Override
  public long nanoTime() {
    return passed().toNanos();
  }

  @Override
  public boolean await(Condition changed, Duration wait, BooleanSupplier holds)
      throws InterruptedException {
    Instant end = clock.instant().plus(wait);
    while (!holds.getAsBoolean()) {
      if (!clock.instant().isBefore(end)) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      passUntil(end);
    }
    return true;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    await(null, time, () -> false);
  }

  private void passUntil(Instant end) {
    Map.Entry<Instant, List<Runnable>> next = events.firstEntry();
    boolean happens = next != null && !next.getKey().isAfter(end);
    Instant to = happens ? next.getKey() : end;
    if (to.isAfter(LATEST)) {
      throw new AssertionError("an hour has passed: " + notes);
    }
    if (to.isAfter(clock.instant())) {
      clock.advance(Duration.between(clock.instant(), to));
    }
    if (happens) {
      events.remove(next.getKey());
      next.getValue().forEach(Runnable::run);
    }
  }
}
