package dev.trainyard.job.lifecycle;

import static dev.trainyard.job.JobStatus.CANCELLED;
import static dev.trainyard.job.JobStatus.COMPLETED;
import static dev.trainyard.job.JobStatus.FAILED;
import static dev.trainyard.job.JobStatus.PENDING;
import static dev.trainyard.job.JobStatus.RUNNING;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.JobStatus;
import dev.trainyard.sql.SqlFile;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The transitions of a job: the states that each leaves, the state to which it leads, and how it
 * ends the attempt of a running job. The statement of a transition is the file of the same name
 * beside this class, such as {@code claim-due.sql} for {@link #CLAIM_DUE}.
 *
 * <p>All statements that touch jobs lock rows in one order, which prevents deadlocks:
 *
 * <ol>
 *   <li>rows of {@code training_jobs} by id, from the start with the strongest lock that the
 *       statement needs: two transactions that share a row lock and then both want to write would
 *       deadlock;
 *   <li>rows of {@code failed_jobs} by id;
 *   <li>all other rows of those jobs (attempts, progress, trials, events, replays), which no
 *       statement locks without the job.
 * </ol>
 *
 * A statement that takes several jobs skips locked rows, so that one locked row blocks nobody. A
 * statement that locks dead letters without their jobs, to delete them, waits for nothing. The
 * statement of a transition also writes its attempt, its event and its line in the job's log.
 */
// A SqlFile and the sets of Set.of never change, which the compiler cannot see
@SuppressWarnings("ImmutableEnumChecker")
public enum Transition {
  /** A client submits a job. */
  SUBMIT(Set.of(), PENDING, null),
  /** A client submits a batch of jobs. */
  SUBMIT_BATCH(Set.of(), PENDING, null),
  /** Somebody replays a dead letter, as a new job. */
  REPLAY(Set.of(), PENDING, null),
  /** Somebody replays all dead letters of a filter, each as a new job. */
  REPLAY_ALL(Set.of(), PENDING, null),
  /** A worker claims jobs that Redis hinted at. */
  CLAIM_LISTED(Set.of(PENDING), RUNNING, null),
  /** A worker claims jobs that have been due for a second, without a hint. */
  CLAIM_DUE(Set.of(PENDING), RUNNING, null),
  /** A worker that runs nothing else claims a job that has lost a worker. */
  CLAIM_SUSPECT(Set.of(PENDING), RUNNING, null),
  /** An attempt fails, and the job is tried again. */
  RETRY(Set.of(RUNNING), PENDING, AttemptOutcome.FAILED),
  /** A worker returns a job unharmed. */
  RELEASE(Set.of(RUNNING), PENDING, AttemptOutcome.RELEASED),
  /** A lease ran out, and the job is tried again. */
  RETURN_EXPIRED(Set.of(RUNNING), PENDING, AttemptOutcome.LOST),
  /** The trained configuration is stored. */
  COMPLETE(Set.of(RUNNING), COMPLETED, AttemptOutcome.COMPLETED),
  /** The trained configurations of jobs that end at the same time are stored. */
  COMPLETE_TOGETHER(Set.of(RUNNING), COMPLETED, AttemptOutcome.COMPLETED),
  /** An attempt fails, and the job with it. */
  FAIL(Set.of(RUNNING), FAILED, AttemptOutcome.FAILED),
  /** A job runs past its deadline. */
  FAIL_OVERDUE(Set.of(RUNNING), FAILED, AttemptOutcome.TIMEOUT),
  /** A lease ran out for the last time. */
  FAIL_LOST(Set.of(RUNNING), FAILED, AttemptOutcome.LOST),
  /** Somebody cancels a job. */
  CANCEL(Set.of(PENDING, RUNNING), CANCELLED, AttemptOutcome.CANCELLED),
  /** Somebody cancels the jobs of a batch. */
  CANCEL_BATCH(Set.of(PENDING, RUNNING), CANCELLED, AttemptOutcome.CANCELLED),
  /** Somebody restarts a job that failed or was cancelled. */
  RETRY_ENDED(Set.of(FAILED, CANCELLED), PENDING, null);

  private final Set<JobStatus> from;
  private final JobStatus to;
  private final @Nullable AttemptOutcome outcome;
  private final SqlFile statement;

  Transition(Set<JobStatus> from, JobStatus to, @Nullable AttemptOutcome outcome) {
    this.from = from;
    this.to = to;
    this.outcome = outcome;
    this.statement = SqlFile.of(Transition.class, file());
  }

  /** Returns the states that the transition leaves; empty when it creates the job. */
  public Set<JobStatus> from() {
    return from;
  }

  /** Returns the state to which the transition leads. */
  public JobStatus to() {
    return to;
  }

  /** Returns how the transition ends the attempt of a running job; null when it ends none. */
  public @Nullable AttemptOutcome outcome() {
    return outcome;
  }

  /** Returns the name of the file with the statement, beside this class. */
  public String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".sql";
  }

  /** Returns the statement with parameters written {@code :name}. */
  public String sql() {
    return statement.text();
  }

  /**
   * Returns the statement with parameters written {@code :?name}, as a {@code jdbc:} step reads
   * them.
   */
  public String sqlForRoutes() {
    return statement.textForRoutes();
  }
}
