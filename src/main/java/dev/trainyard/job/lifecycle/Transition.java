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

/**
 * Every transition of a job: the states that it leaves, the one that it leads to, and how it ends
 * the attempt of a job that ran. Its statement is the file of its name beside this class, such as
 * {@code claim-due.sql} for {@link #CLAIM_DUE}.
 *
 * <p>All statements that touch jobs lock in one order, so that no two wait for one another:
 *
 * <ol>
 *   <li>rows of {@code training_jobs} by id, at once as strongly as they will be needed: two that
 *       share a row and then both want to write it would wait for each other;
 *   <li>rows of {@code failed_jobs} by id;
 *   <li>all other rows of those jobs (attempts, progress, trials, events, replays), which nobody
 *       locks without the job.
 * </ol>
 *
 * A statement that takes several jobs skips locked ones, so that one locked row holds up nobody.
 * One that holds dead letters without their jobs, to delete them, waits for nothing. The attempt,
 * the event and the line in the job's log of a transition are written by the statement that makes
 * it.
 */
// A SqlFile and the sets of Set.of never change, which the compiler cannot see
@SuppressWarnings("ImmutableEnumChecker")
public enum Transition {
  /** A client asks for a job. */
  SUBMIT(Set.of(), PENDING, null),
  /** A client asks for some jobs at once. */
  SUBMIT_BATCH(Set.of(), PENDING, null),
  /** Somebody replays a dead letter, as a new job. */
  REPLAY(Set.of(), PENDING, null),
  /** Somebody replays all dead letters of a filter, each as a new job. */
  REPLAY_ALL(Set.of(), PENDING, null),
  /** A worker takes jobs of which Redis has hinted. */
  CLAIM_LISTED(Set.of(PENDING), RUNNING, null),
  /** A worker takes jobs that have been due for a second, without a hint. */
  CLAIM_DUE(Set.of(PENDING), RUNNING, null),
  /** A worker that runs nothing else takes a job that has lost a worker. */
  CLAIM_SUSPECT(Set.of(PENDING), RUNNING, null),
  /** An attempt fails, and the job is tried again. */
  RETRY(Set.of(RUNNING), PENDING, AttemptOutcome.FAILED),
  /** A worker gives a job back unharmed. */
  RELEASE(Set.of(RUNNING), PENDING, AttemptOutcome.RELEASED),
  /** A lease ran out, and the job is tried again. */
  RETURN_EXPIRED(Set.of(RUNNING), PENDING, AttemptOutcome.LOST),
  /** The trained configuration is stored. */
  COMPLETE(Set.of(RUNNING), COMPLETED, AttemptOutcome.COMPLETED),
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
  /** Somebody starts a job again that has ended. */
  RETRY_ENDED(Set.of(FAILED, CANCELLED), PENDING, null);

  private final Set<JobStatus> from;
  private final JobStatus to;
  private final AttemptOutcome outcome;
  private final SqlFile statement;

  Transition(Set<JobStatus> from, JobStatus to, AttemptOutcome outcome) {
    this.from = from;
    this.to = to;
    this.outcome = outcome;
    this.statement = SqlFile.of(Transition.class, file());
  }

  /** The states that a job may be in before; none when the transition makes the job. */
  public Set<JobStatus> from() {
    return from;
  }

  /** The state that a job is in afterwards. */
  public JobStatus to() {
    return to;
  }

  /** How the attempt of a job that ran ends by it; null when it ends none. */
  public AttemptOutcome outcome() {
    return outcome;
  }

  /** Name of the file of its statement, beside this class. */
  public String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".sql";
  }

  /** Its statement with parameters written {@code :name}. */
  public String sql() {
    return statement.text();
  }

  /** Its statement with parameters written {@code :?name}, as a {@code jdbc:} step reads them. */
  public String sqlForRoutes() {
    return statement.textForRoutes();
  }
}
