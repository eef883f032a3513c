package dev.trainyard.job.stream;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of events that a client may follow. */
public enum EventType {
  /** A job has another state. */
  STATE,
  /** The newest progress of a job; it has no id, as it replaces the progress before. */
  PROGRESS,
  /** A trial of a job: the best so far, or the newest of a second. */
  TRIAL,
  /** A line of a job's log. */
  LOG,
  /** The queue was paused or resumed. */
  QUEUE,
  /** A worker has started, stopped or was lost. */
  WORKER,
  /** A job has failed for good. */
  DEAD_LETTER,
  /** The files of the routes were edited. */
  ROUTE_EDIT,
  /** A schedule has fired. */
  SCHEDULE,
  /** A fetch has another state. */
  FETCH,
  /** A configuration that is followed has decayed. */
  FORWARD;

  /** Returns the name of the event in the stream, such as {@code dead-letter}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the type of a label; empty for one that this version does not know. */
  public static Optional<EventType> of(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }
}
