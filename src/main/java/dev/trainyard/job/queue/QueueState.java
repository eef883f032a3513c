package dev.trainyard.job.queue;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Pauses and resumes the queue. Claims read the flag in their own statement, so a pause is
 * effective when {@link #pause} returns.
 */
@Repository
public class QueueState {
  /** SQL that selects whether the queue is paused, for use in other statements. */
  public static final String IS_PAUSED = "SELECT paused FROM queue_state WHERE queue = 'training'";

  private static final String SET_PAUSED =
      """
      UPDATE queue_state SET paused = :paused, updated_at = now() WHERE queue = 'training' AND paused <> :paused
      """;

  private final JdbcClient jdbc;

  /** Creates the state of a database. */
  public QueueState(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns whether the queue is paused. */
  public boolean isPaused() {
    return jdbc.sql(IS_PAUSED).query(Boolean.class).single();
  }

  /** Stops handing out jobs; running jobs continue. */
  public void pause() {
    jdbc.sql(SET_PAUSED).param("paused", true).update();
  }

  /** Hands out jobs again. */
  public void resume() {
    jdbc.sql(SET_PAUSED).param("paused", false).update();
  }
}
