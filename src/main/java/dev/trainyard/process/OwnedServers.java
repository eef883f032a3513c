package dev.trainyard.process;

/** Servers that live as long as this process, and end after everything that uses them. */
public interface OwnedServers {

  /**
   * Returns whether {@link #close} was called, which means that everything that uses the servers
   * has ended.
   */
  boolean isClosed();

  /**
   * Stops the servers in order, and waits until they have ended. A second caller waits for the
   * first.
   */
  void close();

  /** Tells the servers to stop, without waiting. */
  void abandon();
}
