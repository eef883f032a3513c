package dev.trainyard.process;

/** Servers that live as long as this process, and that end after all that uses them. */
public interface OwnedServers {

  /** Whether {@link #close} was called, which means that all that uses them has ended. */
  boolean isClosed();

  /** Stops them in order, and waits until they have ended; a second caller waits for the first. */
  void close();

  /** Tells them to stop, and does not wait. */
  void abandon();
}
