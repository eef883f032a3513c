package dev.trainyard.access;

import java.util.Locale;

/** A way in. */
public enum Door {
  /** A request. */
  HTTP,
  /** An operation of an MBean. */
  JMX,
  /** A command on the machine. */
  CLI,
  /** An edit of the files that the service watches. */
  FILES,
  /** A schedule that is due. */
  SCHEDULE;

  /** The name as it is stored and shown. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
