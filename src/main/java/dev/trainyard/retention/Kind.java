package dev.trainyard.retention;

import java.util.Locale;

/** What is removed when its time is over. */
public enum Kind {
  /** Trials of jobs that have ended. */
  TRIALS,
  /** Log lines and events of jobs that have ended, except for the event of the end. */
  LOGS,
  /** Jobs that have ended and have no configuration, with all that is theirs. */
  JOBS,
  /** Dead letters. */
  FAILED_JOBS,
  /** Lines of the audit log. */
  AUDIT,
  /** Callbacks that are delivered or given up. */
  CALLBACKS,
  /** Fetches that have ended. */
  FETCHES,
  /** Events of the service. */
  EVENTS;

  /** Returns the name in settings and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the setting that says how long it is kept. */
  public String setting() {
    return "trainyard.retention." + label();
  }
}
