package dev.trainyard.route.reload;

import dev.trainyard.access.Caller;
import dev.trainyard.files.Snapshot;
import dev.trainyard.text.FileText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Files that callers have written and that have yet to be found on disk, as those are that users
 * save. It tells in whose name an edit is made, and what became of it.
 */
@Component
class WrittenFiles {
  private final Map<String, Written> waiting = new ConcurrentHashMap<>();

  private record Written(
      FileText content, Caller caller, CompletableFuture<Optional<RouteEdit>> outcome) {}

  /**
   * Remembers a file, before it is written.
   *
   * @return the edit that it becomes; empty when it turns out to be what runs
   */
  CompletableFuture<Optional<RouteEdit>> add(String name, FileText content, Caller caller) {
    CompletableFuture<Optional<RouteEdit>> outcome = new CompletableFuture<>();
    waiting.put(name, new Written(content, caller, outcome));
    return outcome;
  }

  /** Forgets a file, because it cannot be written. */
  void forget(String name) {
    waiting.remove(name);
  }

  /** Returns who has written all that differs; {@link Caller#FILES} when it was not one caller. */
  Caller author(Snapshot disk, Snapshot running) {
    Set<Caller> authors =
        disk.changedSince(running).stream()
            .map(name -> author(name, disk))
            .collect(Collectors.toSet());
    return authors.size() == 1 ? authors.iterator().next() : Caller.FILES;
  }

  private Caller author(String name, Snapshot disk) {
    Written written = waiting.get(name);
    return written != null && written.content().equals(disk.texts().get(name))
        ? written.caller()
        : Caller.FILES;
  }

  /**
   * Tells those who wait what became of the files on disk.
   *
   * @param edit null when they are what runs already
   */
  void decided(Snapshot disk, @Nullable RouteEdit edit) {
    waiting.forEach(
        (name, written) -> {
          if (written.content().equals(disk.texts().get(name)) && waiting.remove(name, written)) {
            written.outcome().complete(Optional.ofNullable(edit));
          }
        });
  }
}
