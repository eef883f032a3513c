package dev.trainyard.callback;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a receiver can be told of a job. */
public enum CallbackEvent {
  /** The job has a configuration. */
  COMPLETED,
  /** The job has failed for good. */
  FAILED,
  /** Somebody has cancelled the job. */
  CANCELLED,
  /** The configuration of the job has decayed; told to those only who ask for it. */
  DECAYED;

  /** All events. */
  public static final List<CallbackEvent> ALL = List.of(values());

  /** The ends of a job: what a request without a choice of its own asks for. */
  public static final List<CallbackEvent> ENDS = List.of(COMPLETED, FAILED, CANCELLED);

  /** Returns the event with a label, or empty when there is none. */
  public static Optional<CallbackEvent> of(String label) {
    return Arrays.stream(values()).filter(event -> event.label().equals(label)).findFirst();
  }

  /** Returns the event as JSON, SQL and the documentation write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
