package dev.trainyard.callback;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ends of a job that a receiver can be told of. */
public enum CallbackEvent {
  /** The job has a configuration. */
  COMPLETED,
  /** The job has failed for good. */
  FAILED,
  /** Somebody has cancelled the job. */
  CANCELLED;

  /** All events: what a request without a choice of its own asks for. */
  public static final List<CallbackEvent> ALL = List.of(values());

  /** Returns the event with a label, or empty when there is none. */
  public static Optional<CallbackEvent> of(String label) {
    return Arrays.stream(values()).filter(event -> event.label().equals(label)).findFirst();
  }

  /** Returns the event as JSON, SQL and the documentation write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
