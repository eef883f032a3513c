package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.schedule.Schedule;
import dev.trainyard.schedule.ScheduleChanges;
import dev.trainyard.schedule.ScheduleDefinition;
import dev.trainyard.schedule.ScheduleFiring;
import dev.trainyard.schedule.ScheduleFiring.Firing;
import dev.trainyard.schedule.ScheduleRan;
import dev.trainyard.schedule.ScheduleRun;
import dev.trainyard.schedule.ScheduleStore;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** Makes, replaces, deletes and runs schedules. */
@Component
public class ScheduleOperations {
  private final ScheduleStore store;
  private final ScheduleChanges changes;
  private final ScheduleFiring firing;
  private final ReadySet readySet;
  private final ApplicationEventPublisher publisher;
  private final AuditLog audit;

  ScheduleOperations(
      ScheduleStore store,
      ScheduleChanges changes,
      ScheduleFiring firing,
      ReadySet readySet,
      ApplicationEventPublisher publisher,
      AuditLog audit) {
    this.store = store;
    this.changes = changes;
    this.firing = firing;
    this.readySet = readySet;
    this.publisher = publisher;
    this.audit = audit;
  }

  /**
   * Stores a schedule, which is durable when this returns.
   *
   * @param definition a checked one
   * @param key the client's key; null for none
   * @param bodyHash hash of what was asked, in hex; null without a key
   * @return its id; empty when its name or key is taken
   */
  public Optional<UUID> create(
      Caller caller,
      ScheduleDefinition definition,
      @Nullable String key,
      @Nullable String bodyHash) {
    return audit.change(
        caller,
        "schedule.create",
        UUID::toString,
        () -> changes.create(definition, caller, key, bodyHash));
  }

  /**
   * Replaces what the author of a schedule wrote.
   *
   * @param definition a checked one
   * @throws NotFoundException when there is no such schedule
   * @throws ConflictException when a file defines it, or another one has its name
   */
  public Schedule replace(Caller caller, UUID id, ScheduleDefinition definition) {
    try {
      change(
          caller,
          "schedule.replace",
          id,
          former -> {
            requireOwn(former);
            changes.replace(former, definition);
            return id;
          });
    } catch (DuplicateKeyException e) {
      throw nameTaken(definition.name());
    }
    return store.find(id).orElseThrow(() -> NotFoundException.schedule(id));
  }

  /**
   * Deletes a schedule; what it has started stays.
   *
   * @throws NotFoundException when there is no such schedule
   * @throws ConflictException when a file defines it
   */
  public void delete(Caller caller, UUID id) {
    change(
        caller,
        "schedule.delete",
        id,
        former -> {
          requireOwn(former);
          changes.delete(former);
          return id;
        });
  }

  /**
   * Submits the work of a schedule now, whatever its times and even when it is disabled. On return
   * the jobs are durable; they are the caller's.
   *
   * @throws NotFoundException when there is no such schedule
   * @throws ConflictException when its request is wrong by now
   * @throws dev.trainyard.job.queue.QueueFullException when too many jobs wait
   */
  public Firing run(Caller caller, UUID id) {
    Firing fired;
    try {
      fired = change(caller, "schedule.run", id, schedule -> firing.now(schedule, caller));
    } catch (InvalidRequestException e) {
      throw new ConflictException(
          "schedule %s cannot run: %s".formatted(id, String.valueOf(e.getMessage())));
    }
    readySet.add(fired.jobs());
    publisher.publishEvent(new ScheduleRan(id, ScheduleRun.Outcome.MANUAL));
    return fired;
  }

  /** The refusal of a name that another schedule has. */
  public ConflictException nameTaken(String name) {
    return new ConflictException(
        "there is a schedule with the name %s already%s; choose another name"
            .formatted(name, store.named(name).map(id -> ", " + id).orElse("")));
  }

  /** Locks a schedule and changes it, in one transaction with its line of the audit log. */
  private <T> T change(Caller caller, String action, UUID id, Function<Schedule, T> change) {
    return audit
        .change(caller, action, id, () -> changes.lock(id).map(change))
        .orElseThrow(() -> NotFoundException.schedule(id));
  }

  private static void requireOwn(Schedule schedule) {
    if (schedule.file() != null) {
      throw new ConflictException(
          "schedule %s is defined by the file %s: edit or remove that"
              .formatted(schedule.id(), schedule.file()));
    }
  }
}
