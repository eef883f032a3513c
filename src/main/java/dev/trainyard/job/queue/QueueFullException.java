package dev.trainyard.job.queue;

/** So many jobs wait that no more are accepted; the message has the figures for the client. */
public class QueueFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueueFullException(String message) {
    super(message);
  }
}
