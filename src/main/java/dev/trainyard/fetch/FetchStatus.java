package dev.trainyard.fetch;

/** States of a fetch; the last three are final. */
public enum FetchStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED
}
