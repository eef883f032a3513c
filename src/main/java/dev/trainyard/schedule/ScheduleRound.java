package dev.trainyard.schedule;

import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.schedule.ScheduleFiring.Firing;
import dev.trainyard.sql.DatabaseOutage;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fires the schedules that are due, each in a transaction of its own. Any number of processes do so
 * at once: each takes those that no other has locked.
 */
@Component("scheduleRound")
public class ScheduleRound {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRound.class);

  /** When a schedule is tried again whose run failed unexpectedly. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  /** After as many the round ends, so that a process that stops is not held up. */
  private static final int MOST = 200;

  private final ScheduleStore store;
  private final ScheduleFiring firing;
  private final ScheduleCheck check;
  private final TransactionTemplate transactions;
  private final ReadySet readySet;
  private final ApplicationEventPublisher publisher;
  private volatile boolean away;

  ScheduleRound(
      ScheduleStore store,
      ScheduleFiring firing,
      ScheduleCheck check,
      TransactionTemplate transactions,
      ReadySet readySet,
      ApplicationEventPublisher publisher) {
    this.store = store;
    this.firing = firing;
    this.check = check;
    this.transactions = transactions;
    this.readySet = readySet;
    this.publisher = publisher;
  }

  /** Fires what is due; while PostgreSQL is away it does nothing, and says so once. */
  public void run() {
    try {
      check.runIfAsked();
      for (int fired = 0; fired < MOST && fireNext(); fired++) {
        away = false;
      }
      away = false;
    } catch (RuntimeException e) {
      if (!DatabaseOutage.isAbsence(e)) {
        throw e;
      }
      if (!away) {
        LOG.warn("no schedule fires while PostgreSQL is unavailable: {}", e.getMessage());
      }
      away = true;
    }
  }

  /** Fires one schedule; returns whether there was one. */
  private boolean fireNext() {
    Taken taken = new Taken();
    Optional<Firing> fired;
    try {
      fired = Optional.ofNullable(transactions.execute(status -> fire(taken)));
    } catch (RuntimeException e) {
      UUID id = taken.id;
      if (id == null || DatabaseOutage.isAbsence(e)) {
        throw e;
      }
      LOG.error("schedule {} cannot fire", id, e);
      store.putOff(id, "it failed unexpectedly; the log tells why", AFTER_FAILURE);
      return true;
    }
    fired.ifPresent(this::tell);
    return fired.isPresent();
  }

  /** The schedule that a transaction has taken, which is known even when it fails. */
  private static final class Taken {
    private @Nullable UUID id;
  }

  private @Nullable Firing fire(Taken taken) {
    Optional<Schedule> due = store.takeDue();
    taken.id = due.map(Schedule::id).orElse(null);
    return due.map(firing::due).orElse(null);
  }

  /** Tells of a committed run. */
  private void tell(Firing fired) {
    if (fired.outcome() == null) {
      return;
    }
    if (!fired.jobs().isEmpty()) {
      readySet.add(fired.jobs());
    }
    publisher.publishEvent(new ScheduleRan(fired.scheduleId(), fired.outcome()));
  }
}
