package dev.trainyard.job.lifecycle;

import dev.trainyard.access.Caller;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.Stage;
import dev.trainyard.job.batch.BatchStore;
import dev.trainyard.job.deadletter.FailedJobFilter;
import dev.trainyard.job.deadletter.FailedJobStore;
import dev.trainyard.job.work.StoredTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** Runs random actions on some jobs, with leases that it once had, most of them stale. */
final class Actor {
  private static final RetrySettings AT_ONCE = new RetrySettings(Duration.ZERO, 1, Duration.ZERO);

  private final StoredJobs jobs;
  private final FailedJobStore deadLetters;
  private final BatchStore batches;
  private final List<UUID> ids;
  private final SplittableRandom random;
  private final Map<UUID, List<Lease>> leases = new HashMap<>();
  private Lease lastNamed;
  private final Map<Action, Integer> accepted = new EnumMap<>(Action.class);

  Actor(StoredJobs jobs, List<UUID> ids, SplittableRandom random) {
    this.jobs = jobs;
    this.deadLetters = new FailedJobStore(jobs.jdbc, jobs.settings);
    this.batches = new BatchStore(jobs.jdbc, jobs.settings);
    this.ids = ids;
    this.random = random;
  }

  /** Returns how often each action was accepted. */
  Map<Action, Integer> accepted() {
    return accepted;
  }

  /** The lease of the last write; null before the first. */
  Lease lastNamed() {
    return lastNamed;
  }

  UUID anyJob() {
    List<UUID> now = List.copyOf(ids);
    return now.get(random.nextInt(now.size()));
  }

  Action next() {
    int left = random.nextInt(Arrays.stream(Action.values()).mapToInt(Action::weight).sum());
    for (Action action : Action.values()) {
      left -= action.weight();
      if (left < 0) {
        return action;
      }
    }
    throw new AssertionError();
  }

  /** Returns whether it was accepted. */
  boolean act(Action action, UUID job) {
    boolean done = action.isByWorker() ? write(action, job) : change(action, job);
    if (done) {
      accepted.merge(action, 1, Integer::sum);
    }
    return done;
  }

  private boolean change(Action action, UUID job) {
    JobStore store = jobs.store;
    return switch (action) {
      case SUBMIT -> submitInsteadOf(job);
      case SUBMIT_BATCH -> submitBatchInsteadOf(job);
      case CLAIM_LISTED -> took(jobs.claims.claim(List.of(job), "worker", true));
      case CLAIM_DUE -> {
        set(job, "PENDING", "run_at = now() - interval '2 seconds'");
        yield took(jobs.claims.claimDue(1, "worker", true));
      }
      case CLAIM_SUSPECT -> took(jobs.claims.claimSuspect("worker"));
      case CANCEL -> store.cancel(job).isPresent();
      case CANCEL_BATCH ->
          batchOf(job).filter(batch -> !store.cancelSome(batch).isEmpty()).isPresent();
      case RETRY_ENDED -> store.retryEnded(job).isPresent();
      case REPLAY -> replayInsteadOf(job);
      case REPLAY_ALL -> replayAllInsteadOf(job);
      case LOSE_WORKER -> {
        set(job, "RUNNING", "lease_expires_at = now() - interval '1 second'");
        boolean failed = !store.failLost().isEmpty();
        yield !store.returnExpired(AT_ONCE).isEmpty() || failed;
      }
      case LOSE_LAST_WORKER -> {
        set(
            job,
            "RUNNING",
            "max_attempts = attempt, lease_expires_at = now() - interval '1 second'");
        yield !store.failLost().isEmpty();
      }
      case PASS_DEADLINE -> {
        set(job, "RUNNING", "deadline_at = now() - interval '1 second'");
        yield !store.failOverdue().isEmpty();
      }
      default -> throw new AssertionError(action);
    };
  }

  /** Turns to a new job once another has ended. */
  private boolean submitInsteadOf(UUID job) {
    boolean isOver = JobStatus.valueOf(jobs.column(job, "status")).isFinal();
    return isOver && ids.remove(job) && ids.add(jobs.submit("normal").id());
  }

  private boolean submitBatchInsteadOf(UUID job) {
    boolean isOver = JobStatus.valueOf(jobs.column(job, "status")).isFinal();
    return isOver
        && ids.remove(job)
        && addAll(batches.submit("{}", List.of(jobs.newJob("normal")), null, null).jobs());
  }

  private boolean replayAllInsteadOf(UUID job) {
    FailedJobFilter letters =
        new FailedJobFilter(job, null, null, null, null, null, null, null, null, null, null);
    List<SubmittedJob> replays = deadLetters.replayAll(letters, "{}", Caller.ROUTE).jobs();
    return !replays.isEmpty() && addAll(replays) && ids.remove(job);
  }

  private boolean addAll(List<SubmittedJob> added) {
    return ids.addAll(added.stream().map(SubmittedJob::id).toList());
  }

  private Optional<UUID> batchOf(UUID job) {
    return Optional.ofNullable(jobs.column(job, "batch_id")).map(UUID::fromString);
  }

  private boolean took(List<ClaimedJob> claimed) {
    claimed.forEach(c -> leases.computeIfAbsent(c.id(), id -> new ArrayList<>()).add(c.lease()));
    return !claimed.isEmpty();
  }

  /** Returns the latest lease for every second write. */
  private boolean write(Action action, UUID job) {
    List<Lease> had = leases.getOrDefault(job, List.of());
    if (had.isEmpty()) {
      return false;
    }
    Lease lease = had.get(random.nextBoolean() ? had.size() - 1 : random.nextInt(had.size()));
    lastNamed = lease;
    JobStore store = jobs.store;
    JobFailure failure =
        new JobFailure(
            random.nextBoolean() ? FailureKind.PERMANENT : FailureKind.TRANSIENT,
            "Broken",
            "it broke",
            Stage.OPTIMIZATION,
            null);
    return switch (action) {
      case HEARTBEAT ->
          jobs.leases.heartbeat(List.of(lease)).contains(lease)
              && jobs.leases.attempt(lease).held();
      case ADD_TRIALS -> addTrials(lease);
      case COMPLETE -> complete(lease);
      case COMPLETE_TOGETHER -> completeTogether(lease);
      case FAIL -> store.fail(lease, failure);
      case RETRY -> store.retry(lease, failure, Duration.ZERO).isPresent();
      case RELEASE -> store.release(lease, Duration.ZERO).isPresent();
      default -> throw new AssertionError(action);
    };
  }

  private boolean addTrials(Lease lease) {
    int stored = jobs.count("training_trials", lease.jobId());
    try {
      jobs.work.addTrials(lease, List.of(trial(stored), trial(stored + 1)));
      return true;
    } catch (LeaseLostException e) {
      return false;
    }
  }

  private static StoredTrial trial(int number) {
    return new StoredTrial("search", number, "{}", 1, 0, true, "{}", null, null);
  }

  private boolean complete(Lease lease) {
    jobs.pin(lease);
    return jobs.complete(lease);
  }

  private boolean completeTogether(Lease lease) {
    jobs.pin(lease);
    return jobs.completeTogether(lease);
  }

  private boolean replayInsteadOf(UUID job) {
    Optional<SubmittedJob> replay =
        jobs.jdbc
            .sql("SELECT id FROM failed_jobs WHERE job_id = ? ORDER BY id DESC LIMIT 1")
            .param(job)
            .query(UUID.class)
            .optional()
            .flatMap(letter -> deadLetters.replay(letter, Caller.ROUTE));
    return replay.isPresent() && addAll(List.of(replay.get())) && ids.remove(job);
  }

  private void set(UUID job, String status, String assignment) {
    jobs.jdbc
        .sql("UPDATE training_jobs SET %s WHERE id = ? AND status = ?".formatted(assignment))
        .params(job, status)
        .update();
  }
}
