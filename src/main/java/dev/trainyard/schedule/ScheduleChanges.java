package dev.trainyard.schedule;

import dev.trainyard.access.Caller;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes, replaces and deletes schedules. A schedule whose times change is due at the next of its
 * new ones, by the database's clock; otherwise it stays due when it was.
 */
@Component
public class ScheduleChanges {
  private final ScheduleStore store;
  private final TransactionTemplate transactions;

  ScheduleChanges(ScheduleStore store, TransactionTemplate transactions) {
    this.store = store;
    this.transactions = transactions;
  }

  /**
   * Stores a schedule, within the caller's transaction if there is one.
   *
   * @param key the client's key; null for none
   * @param bodyHash hash of what was asked, in hex; null without a key
   * @return its id; empty when its name or key is taken
   */
  public Optional<UUID> create(
      ScheduleDefinition definition,
      Caller caller,
      @Nullable String key,
      @Nullable String bodyHash) {
    return store.insert(definition, firstRun(definition, store.now()), null, caller, key, bodyHash);
  }

  /**
   * Replaces what the author of a schedule wrote, within the caller's transaction.
   *
   * @throws DuplicateKeyException when another schedule has its name
   */
  public void replace(Schedule former, ScheduleDefinition definition) {
    store.replace(former.id(), definition, nextRun(former, definition));
  }

  /** Deletes a schedule, within the caller's transaction; what it has started stays. */
  public void delete(Schedule schedule) {
    store.delete(schedule.id());
  }

  /** Locks a schedule within the caller's transaction; empty when none has that id. */
  public Optional<Schedule> lock(UUID id) {
    return store.lock(id);
  }

  /**
   * Makes the schedules of files those that are given: stores what is new, replaces what differs,
   * deletes what is gone. Doing it twice, or in several processes, is doing it once.
   */
  public void mirror(List<FileSchedule> files) {
    transactions.executeWithoutResult(status -> mirrorLocked(files));
  }

  private void mirrorLocked(List<FileSchedule> files) {
    store.lockFiles();
    Map<String, UUID> known = new HashMap<>();
    store.ofFiles().forEach(stored -> known.put(String.valueOf(stored.file()), stored.id()));
    for (FileSchedule file : files) {
      UUID id = known.remove(file.file());
      if (id == null) {
        store.insert(
            file.definition(),
            firstRun(file.definition(), store.now()),
            file.file(),
            Caller.FILES,
            null,
            null);
      } else {
        store
            .lock(id)
            .filter(stored -> !stored.definition().equals(file.definition()))
            .ifPresent(stored -> replace(stored, file.definition()));
      }
    }
    known.values().forEach(store::delete);
  }

  private static @Nullable Instant nextRun(Schedule former, ScheduleDefinition definition) {
    return definition.isDueLike(former.definition())
        ? former.nextRun()
        : firstRun(definition, former.readAt());
  }

  private static @Nullable Instant firstRun(ScheduleDefinition definition, Instant now) {
    return definition.enabled() ? definition.rule().next(now).orElse(null) : null;
  }
}
