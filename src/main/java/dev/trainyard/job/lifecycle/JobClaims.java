package dev.trainyard.job.lifecycle;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.sql.SqlFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claims jobs for workers: a waiting job starts to run under a new lease. */
public class JobClaims {
  private static final String SUSPECT_WAITS =
      SqlFile.of(JobClaims.class, "suspect-waits.sql").text();

  private final JdbcClient jdbc;
  private final QueueSettings queue;
  private final JobStore store;
  private final Unreadable unreadable;
  private final ClaimedJobMapper claimed;

  /** Receives the jobs that a claim has failed, after the database has committed. */
  @FunctionalInterface
  public interface Unreadable {
    /**
     * Called for a job whose stored request this version cannot read; the job is a dead letter now.
     */
    void failed(UUID jobId, JobFailure failure);
  }

  /**
   * Creates the claims of one connection.
   *
   * @param store fails jobs that cannot be read, on the same connection
   */
  public JobClaims(
      JdbcClient jdbc,
      ObjectMapper json,
      QueueSettings queue,
      JobStore store,
      Unreadable unreadable) {
    this.jdbc = jdbc;
    this.queue = queue;
    this.store = store;
    this.unreadable = unreadable;
    this.claimed = new ClaimedJobMapper(json);
  }

  /**
   * Claims those listed jobs that are due and not taken, in queue order.
   *
   * @param idle whether the worker runs nothing else, as a job that has lost a worker requires
   */
  public List<ClaimedJob> claim(Collection<UUID> ids, String worker, boolean idle) {
    return claim(
        jdbc.sql(Transition.CLAIM_LISTED.sql()).param("ids", ids.toArray(UUID[]::new)),
        worker,
        idle);
  }

  /**
   * Claims jobs that have been due for a second without a hint from Redis reaching a worker.
   *
   * @param limit the most to claim
   * @param idle as in {@link #claim}
   */
  public List<ClaimedJob> claimDue(int limit, String worker, boolean idle) {
    return claim(jdbc.sql(Transition.CLAIM_DUE.sql()).param("limit", limit), worker, idle);
  }

  /** Claims at most one job that has lost a worker, for a worker that runs nothing else. */
  public List<ClaimedJob> claimSuspect(String worker) {
    return claim(jdbc.sql(Transition.CLAIM_SUSPECT.sql()), worker, true);
  }

  /**
   * Returns whether a job that has lost a worker has waited some seconds for an idle worker. A
   * worker with many slots may never become idle by itself.
   */
  public boolean suspectWaits() {
    return jdbc.sql(SUSPECT_WAITS).query(Boolean.class).single();
  }

  private List<ClaimedJob> claim(JdbcClient.StatementSpec claim, String worker, boolean idle) {
    return readable(
        claim
            .param("worker", worker)
            .param("idle", idle)
            .param("lease_ms", queue.lease().toMillis())
            .query(claimed)
            .list());
  }

  /**
   * Fails the jobs whose stored request this version cannot read, so that they delay no other job.
   */
  private List<ClaimedJob> readable(List<Claim> claims) {
    List<ClaimedJob> jobs = new ArrayList<>();
    for (Claim claim : claims) {
      ClaimedJob job = claim.job();
      if (job != null) {
        jobs.add(job);
        continue;
      }
      JobFailure failure =
          Objects.requireNonNull(claim.failure(), "a claim without a job has a failure");
      if (store.fail(claim.lease(), failure)) {
        unreadable.failed(claim.lease().jobId(), failure);
      }
    }
    return jobs;
  }
}
