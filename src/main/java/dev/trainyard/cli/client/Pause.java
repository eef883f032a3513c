package dev.trainyard.cli.client;

/** Waits. */
public interface Pause {
  /**
   * Waits for some milliseconds.
   *
   * @throws InterruptedException when the command is to end
   */
  void millis(long millis) throws InterruptedException;
}
