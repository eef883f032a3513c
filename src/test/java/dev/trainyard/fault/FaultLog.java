package dev.trainyard.fault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was done to the cluster and when, for whoever has to explain a violation. */
final class FaultLog {

  /** One line of the log. */
  private record Entry(Instant at, String text) {}

  private final List<Entry> entries = new ArrayList<>();

  synchronized void note(String text) {
    entries.add(new Entry(Instant.now(), text));
  }

  @Override
  public synchronized String toString() {
    return entries.stream()
        .map(entry -> "  %s %s".formatted(entry.at(), entry.text()))
        .collect(Collectors.joining("\n"));
  }
}
