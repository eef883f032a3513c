package dev.trainyard.job.queue;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whether jobs are handed out. Every claim reads it itself, so it holds when this is told. */
@Repository
public class QueueState {
  /** Whether the queue hands out nothing, as a part of other statements. */
  public static final String IS_PAUSED = "SELECT paused FROM queue_state WHERE queue = 'training'";

  private static final String SET_PAUSED =
      """
      UPDATE queue_state SET paused = :paused, updated_at = now() WHERE queue = 'training' AND paused <> :paused
      """;

  private final JdbcClient jdbc;

  public QueueState(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether no jobs are handed out. */
  public boolean isPaused() {
    return jdbc.sql(IS_PAUSED).query(Boolean.class).single();
  }

  /** Stops handing out jobs; those that run go on to their end. */
  public void pause() {
    jdbc.sql(SET_PAUSED).param("paused", true).update();
  }

  /** Hands out jobs again. */
  public void resume() {
    jdbc.sql(SET_PAUSED).param("paused", false).update();
  }
}
