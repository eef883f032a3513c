package dev.trainyard.api.problem;

/** So many streams of events are open that no more is opened. */
public final class TooManyStreamsException extends RuntimeException {
  private final boolean ofClient;

  private TooManyStreamsException(String message, boolean ofClient) {
    super(message);
    this.ofClient = ofClient;
  }

  /** The process serves as many as it may. */
  public static TooManyStreamsException ofProcess(int limit) {
    return new TooManyStreamsException(
        "%d streams of events are open here (trainyard.events.max-streams): try again later, or at another process"
            .formatted(limit),
        false);
  }

  /** The client has as many as it may. */
  public static TooManyStreamsException ofClient(String name, int limit) {
    return new TooManyStreamsException(
        "%s has %d streams of events open here (trainyard.events.max-streams-per-client): close one, or follow all jobs with one"
            .formatted(name, limit),
        true);
  }

  /** The process is about to stop. */
  public static TooManyStreamsException stopping() {
    return new TooManyStreamsException("the process stops: try again later", false);
  }

  boolean isOfClient() {
    return ofClient;
  }
}
