package dev.trainyard.job.queue;

/** The queue is full and accepts no more jobs; the message gives the client the figures. */
public class QueueFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueueFullException(String message) {
    super(message);
  }
}
