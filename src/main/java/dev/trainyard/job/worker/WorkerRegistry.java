package dev.trainyard.job.worker;

import dev.trainyard.job.queue.QueueState;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Registers living workers: one row each, renewed with every heartbeat, whose reply tells the
 * worker whether the queue is paused.
 */
public class WorkerRegistry {
  private static final String RENEW =
      """
      INSERT INTO workers (id, host, pid, version, slots, helps_job, cluster_address)
      SELECT :id, :host, :pid, :version, :slots, CAST(:helps_job AS uuid), CAST(:cluster_address AS text)
      WHERE set_config('synchronous_commit', 'off', true) = 'off'
      ON CONFLICT (id) DO UPDATE SET slots = excluded.slots, last_heartbeat = now(),
          helps_job = excluded.helps_job, cluster_address = excluded.cluster_address
      RETURNING (%s)
      """
          .formatted(QueueState.IS_PAUSED);

  private static final String REMOVE =
      """
      WITH stopped AS (DELETE FROM workers WHERE id = :id RETURNING id)
      SELECT service_event('worker', json_build_object('worker_id', id, 'change', 'stopped')) FROM stopped
      """;

  private final JdbcClient jdbc;
  private final WorkerIdentity worker;
  private final Supplier<HelpGiven> help;

  /** Creates the registry of a database for this process's worker, which is no member. */
  public WorkerRegistry(JdbcClient jdbc, WorkerIdentity worker) {
    this(jdbc, worker, () -> HelpGiven.NONE);
  }

  /**
   * Creates the registry of a database for this process's worker.
   *
   * @param help what it does as a member of the cluster
   */
  public WorkerRegistry(JdbcClient jdbc, WorkerIdentity worker, Supplier<HelpGiven> help) {
    this.jdbc = jdbc;
    this.worker = worker;
    this.help = help;
  }

  /** Returns the identity of this process. */
  public WorkerIdentity worker() {
    return worker;
  }

  /**
   * Records a heartbeat of this worker.
   *
   * @param slots jobs that it runs at once
   * @return whether the queue is paused
   */
  public boolean renew(int slots) {
    HelpGiven now = help.get();
    return jdbc.sql(RENEW)
        .param("id", worker.id())
        .param("host", worker.host())
        .param("pid", worker.pid())
        .param("version", worker.version())
        .param("slots", slots)
        .param("helps_job", now.job().orElse(null))
        .param("cluster_address", now.address().orElse(null))
        .query(Boolean.class)
        .single();
  }

  /** Returns whether the queue is paused. */
  public boolean isPaused() {
    return jdbc.sql(QueueState.IS_PAUSED).query(Boolean.class).single();
  }

  /** Removes this worker. */
  public void remove() {
    jdbc.sql(REMOVE).param("id", worker.id()).query(Long.class).list();
  }
}
