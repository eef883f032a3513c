package dev.trainyard.queue.slot;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LogContext;
import dev.trainyard.job.event.AttemptEnded;
import dev.trainyard.job.event.DeadLetterWritten;
import dev.trainyard.job.event.JobStarted;
import dev.trainyard.job.lifecycle.AttemptState;
import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.process.OutOfMemory;
import dev.trainyard.sql.DatabaseOutage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Sends one job through the route and makes sure that its attempt ends. The route's own result
 * proves nothing, so the runner asks the store, and fails or releases a job without an outcome.
 */
final class SlotRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SlotRunner.class);

  /**
   * Outcomes that this slot publishes; the process that finds a lost job or a missed deadline
   * publishes that.
   */
  private static final Set<AttemptOutcome> PUBLISHED_HERE =
      EnumSet.of(
          AttemptOutcome.COMPLETED,
          AttemptOutcome.FAILED,
          AttemptOutcome.RELEASED,
          AttemptOutcome.CANCELLED);

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Delay of released jobs, since many jobs may be released at once when PostgreSQL recovers. */
  private static final Duration AFTER_OUTAGE = Duration.ofSeconds(1);

  private final JobRoute route;
  private final SlotServices services;
  private final LeaseKeeper leases;

  SlotRunner(JobRoute route, SlotServices services, LeaseKeeper leases) {
    this.route = route;
    this.services = services;
    this.leases = leases;
  }

  void run(RunningJob running) {
    ClaimedJob job = running.job();
    LogContext.run(job.id(), () -> services.observer().during(job, () -> work(running)));
  }

  private void work(RunningJob running) {
    ClaimedJob job = running.job();
    leases.keep(job.lease(), () -> running.requestStop(services.clock().instant()));
    try {
      services.observer().changed(job.id());
      LOG.info("attempt {} of {} of job {} begins", job.attempt(), job.maxAttempts(), job.id());
      publish(new JobStarted(job.id(), job.request().delivery().priority(), job.waited()));
      running.begin();
      Throwable error = route.process(job);
      OutOfMemory.endProcessIfCauseOf(error);
      boolean stopRequested = running.finish();
      settle(job.lease(), stopRequested, error);
    } finally {
      leases.release(job.lease());
      services.observer().changed(job.id());
    }
  }

  private void settle(Lease lease, boolean stopRequested, @Nullable Throwable error) {
    AttemptStore attempts = services.attempts();
    while (true) {
      try {
        AttemptState attempt = attempts.state(lease);
        if (!attempt.held()) {
          LOG.info("the attempt of job {} has ended: {}", lease.jobId(), attempt.outcome());
          publish(lease, attempt);
          return;
        }
        if (stopRequested) {
          giveBack(lease, attempts.release(lease, Duration.ZERO));
        } else if (error != null && (DatabaseOutage.isAbsence(error) || route.isClosing(error))) {
          giveBack(lease, attempts.release(lease, AFTER_OUTAGE));
        } else {
          LOG.error("the route left job {} without an outcome", lease.jobId(), error);
          fail(lease, failure(error));
        }
        return;
      } catch (DataAccessException | TransactionException e) {
        if (route.isStopping()) {
          LOG.warn("job {} is left to its lease: {}", lease.jobId(), e.getMessage());
          return;
        }
        LOG.warn("the outcome of job {} cannot be stored yet: {}", lease.jobId(), e.getMessage());
        if (!pause()) {
          return;
        }
      }
    }
  }

  private void giveBack(Lease lease, Optional<SubmittedJob> job) {
    job.ifPresent(
        released -> {
          LOG.info("job {} is released to the queue", lease.jobId());
          services.hints().add(List.of(released));
          publish(new AttemptEnded(lease.jobId(), AttemptOutcome.RELEASED));
        });
  }

  private void fail(Lease lease, JobFailure failure) {
    if (services.attempts().fail(lease, failure)) {
      publish(new DeadLetterWritten(lease.jobId(), failure.kind().label(), failure.message()));
    }
  }

  /**
   * Publishes the outcome, except a missed deadline or the loss of this worker, which the process
   * that finds it publishes.
   */
  private void publish(Lease lease, AttemptState attempt) {
    UUID job = lease.jobId();
    AttemptOutcome outcome = attempt.outcome();
    if (attempt.isDeadLetter()) {
      String kind = Objects.requireNonNull(attempt.errorKind(), "a dead letter has a kind");
      publish(new DeadLetterWritten(job, kind, attempt.errorMessage()));
    } else if (outcome != null && PUBLISHED_HERE.contains(outcome)) {
      publish(new AttemptEnded(job, outcome));
    }
  }

  private void publish(Object event) {
    services.observer().publish(event);
  }

  private boolean pause() {
    try {
      services.timing().sleep(RETRY);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static JobFailure failure(@Nullable Throwable error) {
    if (error == null) {
      return new JobFailure(
          FailureKind.PERMANENT,
          "NoOutcome",
          "the training route ended without storing a result; check its steps",
          null,
          null);
    }
    return JobFailure.of(FailureKind.PERMANENT, error, null);
  }
}
