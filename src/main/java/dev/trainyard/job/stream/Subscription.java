package dev.trainyard.job.stream;

/**
 * What one client follows: its position, and nothing that grows while the client is slow. One
 * thread at a time calls it.
 */
public interface Subscription extends AutoCloseable {
  /** Names who is told when there may be something to send; it must not block. */
  void onNews(Runnable listener);

  /** Takes what is to be sent next; never waits. */
  Chunk next();

  /**
   * Reads a part of what the client has missed, after which {@link #next} has it. Waits for
   * PostgreSQL.
   *
   * @throws org.springframework.dao.DataAccessException when PostgreSQL cannot be read; it may be
   *     called again
   */
  void catchUp();

  /** Ends it: whoever follows it next is told that it is over. */
  void end();

  @Override
  void close();
}
