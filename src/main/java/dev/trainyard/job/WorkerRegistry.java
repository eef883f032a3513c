package dev.trainyard.job;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The living workers: a row each, renewed with every heartbeat. */
public class WorkerRegistry {
  private static final String RENEW =
      """
      INSERT INTO workers (id, host, pid, version, slots) VALUES (:id, :host, :pid, :version, :slots)
      ON CONFLICT (id) DO UPDATE SET slots = excluded.slots, last_heartbeat = now()
      """;

  private final JdbcClient jdbc;
  private final WorkerIdentity worker;

  public WorkerRegistry(JdbcClient jdbc, WorkerIdentity worker) {
    this.jdbc = jdbc;
    this.worker = worker;
  }

  /** Who this process is. */
  public WorkerIdentity worker() {
    return worker;
  }

  /**
   * Says that this worker lives.
   *
   * @param slots jobs that it runs at once
   */
  public void renew(int slots) {
    jdbc.sql(RENEW)
        .param("id", worker.id())
        .param("host", worker.host())
        .param("pid", worker.pid())
        .param("version", worker.version())
        .param("slots", slots)
        .update();
  }

  /** Says that this worker is gone. */
  public void remove() {
    jdbc.sql("DELETE FROM workers WHERE id = :id").param("id", worker.id()).update();
  }
}
