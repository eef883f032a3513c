package dev.trainyard.job.lifecycle;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Lease;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.sql.SqlFile;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Renews and checks the leases of running jobs. */
@Repository
public class JobLeases {
  private static final String HEARTBEAT = SqlFile.of(JobLeases.class, "heartbeat.sql").text();
  private static final String NOT_LOST = SqlFile.of(JobLeases.class, "not-lost.sql").text();
  private static final String ATTEMPT = SqlFile.of(JobLeases.class, "attempt.sql").text();

  private final JdbcClient jdbc;
  private final QueueSettings queue;

  /** Creates the leases of a database or connection. */
  public JobLeases(JdbcClient jdbc, QueueSettings queue) {
    this.jdbc = jdbc;
    this.queue = queue;
  }

  /**
   * Renews leases.
   *
   * @return the leases that are not lost, including those of jobs that the worker has just ended;
   *     the worker stops all other jobs at once
   */
  public Set<Lease> heartbeat(Collection<Lease> leases) {
    UUID[] ids = leases.stream().map(Lease::jobId).toArray(UUID[]::new);
    UUID[] tokens = leases.stream().map(Lease::token).toArray(UUID[]::new);
    jdbc.sql(HEARTBEAT)
        .param("ids", ids)
        .param("tokens", tokens)
        .param("lease_ms", queue.lease().toMillis())
        .update();
    // The renewal skips a locked row although its lease is still held; only this query finds it.
    return notLost(leases);
  }

  /** Returns the leases that are not lost, as {@link #heartbeat} does, without renewing them. */
  public Set<Lease> notLost(Collection<Lease> leases) {
    return new HashSet<>(
        jdbc.sql(NOT_LOST)
            .param("ids", leases.stream().map(Lease::jobId).toArray(UUID[]::new))
            .param("tokens", leases.stream().map(Lease::token).toArray(UUID[]::new))
            .query(
                (rs, row) ->
                    new Lease(
                        rs.getObject("id", UUID.class), rs.getObject("lease_token", UUID.class)))
            .list());
  }

  /** Returns the state of a lease's attempt. */
  public AttemptState attempt(Lease lease) {
    return jdbc.sql(ATTEMPT)
        .param("job_id", lease.jobId())
        .param("lease_token", lease.token())
        .query(
            (rs, row) ->
                new AttemptState(
                    rs.getBoolean("held"),
                    AttemptOutcome.of(rs.getString("outcome")),
                    JobStatus.valueOf(rs.getString("status")),
                    rs.getString("error_kind"),
                    rs.getString("error_message")))
        .optional()
        .orElse(AttemptState.GONE);
  }
}
