package dev.trainyard.queue.repair;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.event.DeadLetterWritten;
import dev.trainyard.job.event.JobRecovered;
import dev.trainyard.job.event.WorkerLost;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.RetrySettings;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.retention.Kind;
import dev.trainyard.retention.RowsRemoved;
import dev.trainyard.text.Counted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the jobs of dead workers due again, fails jobs past their deadline or last attempt, deletes
 * expired dead letters, and restores missing hints in Redis. It runs in every process, one at a
 * time. It expires nothing during the first lease after an outage of PostgreSQL, because no worker
 * could renew.
 */
@Component
public class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtext('trainyard.reconcile'))";

  private static final String UP_FOR_A_LEASE =
      "SELECT pg_postmaster_start_time() < now() - :lease_ms * interval '1 millisecond'";

  private static final String FORGET_WORKERS =
      """
      WITH lost AS (
        DELETE FROM workers WHERE last_heartbeat < now() - :lease_ms * interval '1 millisecond' RETURNING id),
      told AS (
        SELECT id, service_event('worker', json_build_object('worker_id', id, 'change', 'lost')) FROM lost)
      SELECT id FROM told WHERE service_event IS NOT NULL
      """;

  private static final String FORGET_DEAD_LETTERS =
      """
      DELETE FROM failed_jobs WHERE id IN (
        SELECT id FROM failed_jobs WHERE expires_at < now() ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
      """;

  private final JobStore jobs;
  private final ReadySet readySet;
  private final JobEvents events;
  private final ApplicationEventPublisher publisher;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final QueueSettings settings;
  private final RetrySettings backoff;
  private final ReadySetRepair hints;
  private final Clock clock;

  /** Null while PostgreSQL is unavailable, and before the first round. */
  private @Nullable Instant reachableSince;

  private Instant lastRound = Instant.MIN;

  /** Creates the reconciler of this process. */
  public Reconciler(
      JobStore jobs,
      ReadySet readySet,
      JobEvents events,
      ApplicationEventPublisher publisher,
      JdbcClient jdbc,
      TransactionTemplate transaction,
      QueueSettings settings,
      RetrySettings backoff,
      Clock clock) {
    this.jobs = jobs;
    this.readySet = readySet;
    this.events = events;
    this.publisher = publisher;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.settings = settings;
    this.backoff = backoff;
    this.hints = new ReadySetRepair(jobs, readySet, ReadySetRepair.PAGES_A_ROUND);
    this.clock = clock;
  }

  /** Runs one round; does nothing while another process runs one. */
  public synchronized void reconcile() {
    Instant since = reachableSince();
    try {
      Round round = transaction.execute(status -> repair(since));
      if (round != null) {
        report(round);
        hints.repair();
      }
    } catch (DataAccessException | TransactionException e) {
      reachableSince = null;
      LOG.warn("nothing is repaired while PostgreSQL is unavailable: {}", e.getMessage());
    }
  }

  /** Runs the statements of one round; returns null when another process runs one. */
  private @Nullable Round repair(Instant since) {
    if (!jdbc.sql(LOCK).query(Boolean.class).single()) {
      return null;
    }
    int forgotten = jdbc.sql(FORGET_DEAD_LETTERS).update();
    if (!isPatient(since)) {
      return new Round(forgotten, List.of(), List.of(), List.of(), List.of());
    }
    List<String> silent =
        jdbc.sql(FORGET_WORKERS)
            .param("lease_ms", settings.lease().toMillis())
            .query(String.class)
            .list();
    return new Round(
        forgotten, silent, jobs.failOverdue(), jobs.failLost(), jobs.returnExpired(backoff));
  }

  private void report(Round round) {
    readySet.add(round.returned);
    round.overdue.forEach(events::changed);
    round.lost.forEach(events::changed);
    round.returned.forEach(job -> events.changed(job.id()));
    publish(round);
    if (!round.silent.isEmpty()) {
      LOG.warn("workers without a heartbeat: {}", Counted.firstOf(round.silent));
    }
    if (!round.overdue.isEmpty()) {
      LOG.warn("jobs that failed at their deadline: {}", Counted.firstOf(round.overdue));
    }
    if (!round.lost.isEmpty()) {
      LOG.warn("jobs that failed because their last worker died: {}", Counted.firstOf(round.lost));
    }
    if (!round.returned.isEmpty()) {
      LOG.warn(
          "jobs that lost their worker and are due again: {}",
          Counted.firstOf(round.returned.stream().map(SubmittedJob::id).toList()));
    }
  }

  private void publish(Round round) {
    if (round.forgotten > 0) {
      publisher.publishEvent(new RowsRemoved(Kind.FAILED_JOBS, round.forgotten));
    }
    round.silent.forEach(worker -> publisher.publishEvent(new WorkerLost(worker)));
    round.overdue.forEach(job -> deadLetter(job, FailureKind.TIMEOUT, "it ran past its deadline"));
    round.lost.forEach(job -> deadLetter(job, FailureKind.LOST, "its last worker died"));
    round.returned.forEach(job -> publisher.publishEvent(new JobRecovered(job.id())));
  }

  private void deadLetter(UUID job, FailureKind kind, String message) {
    publisher.publishEvent(new DeadLetterWritten(job, kind.label(), message));
  }

  /**
   * The result of one round.
   *
   * @param forgotten dead letters that were deleted, as their time was over
   * @param silent workers that are lost; a worker that resumes registers again
   * @param overdue jobs that failed at their deadline
   * @param lost jobs that failed because their last worker died
   * @param returned jobs that are due again
   */
  private record Round(
      int forgotten,
      List<String> silent,
      List<UUID> overdue,
      List<UUID> lost,
      List<SubmittedJob> returned) {}

  /**
   * Returns the time since which workers could renew their leases. A round that is late by half a
   * lease means that this process stood still, for example on a suspended machine: its leases
   * expired, and its workers get time to renew them.
   */
  private Instant reachableSince() {
    Instant now = clock.instant();
    Duration longest = settings.reconcileInterval().plus(settings.lease().dividedBy(2));
    Instant since = reachableSince;
    if (since == null || now.isAfter(lastRound.plus(longest))) {
      since = now;
    }
    reachableSince = since;
    lastRound = now;
    return since;
  }

  private boolean isPatient(Instant since) {
    return !clock.instant().isBefore(since.plus(settings.lease()))
        && jdbc.sql(UP_FOR_A_LEASE)
            .param("lease_ms", settings.lease().toMillis())
            .query(Boolean.class)
            .single();
  }
}
