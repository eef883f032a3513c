package dev.trainyard.job.lifecycle;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.sql.SqlFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The claims of workers: a job that waits begins to run, under a new lease. */
public class JobClaims {
  private static final String SUSPECT_WAITS =
      SqlFile.of(JobClaims.class, "suspect-waits.sql").text();

  private final JdbcClient jdbc;
  private final QueueSettings queue;
  private final JobStore store;
  private final Unreadable unreadable;
  private final ClaimedJobMapper claimed;

  /** Told of the jobs that a claim has failed, once the database has it. */
  @FunctionalInterface
  public interface Unreadable {
    /** This version cannot read the stored request of a job, which is a dead letter now. */
    void failed(UUID jobId, JobFailure failure);
  }

  /**
   * Claims on a connection.
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
   * Claims the jobs of a list that are due and not taken, in the order of the queue.
   *
   * @param idle whether the worker runs nothing else, which a job that has lost a worker before
   *     demands
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
   * @param limit how many at most
   * @param idle as in {@link #claim}
   */
  public List<ClaimedJob> claimDue(int limit, String worker, boolean idle) {
    return claim(jdbc.sql(Transition.CLAIM_DUE.sql()).param("limit", limit), worker, idle);
  }

  /** Claims a job that has lost a worker, for a worker that runs nothing else; one at most. */
  public List<ClaimedJob> claimSuspect(String worker) {
    return claim(jdbc.sql(Transition.CLAIM_SUSPECT.sql()), worker, true);
  }

  /**
   * Whether a job that has lost a worker waits for one that runs nothing else, and has done so for
   * some seconds: a worker with many slots may never be idle by itself.
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

  /** Fails the jobs whose stored request this version cannot read; no other is held up by them. */
  private List<ClaimedJob> readable(List<Claim> claims) {
    List<ClaimedJob> jobs = new ArrayList<>();
    for (Claim claim : claims) {
      if (claim.job() == null) {
        if (store.fail(claim.lease(), claim.failure())) {
          unreadable.failed(claim.lease().jobId(), claim.failure());
        }
      } else {
        jobs.add(claim.job());
      }
    }
    return jobs;
  }
}
