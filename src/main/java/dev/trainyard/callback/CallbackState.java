package dev.trainyard.callback;

import java.util.Locale;

/** What has become of a callback. */
public enum CallbackState {
  /** It is sent now or later. */
  PENDING,
  /** Its receiver has accepted it. */
  DELIVERED,
  /** It was given up; somebody may replay it. */
  DEAD;

  /** Returns the state as JSON, SQL and the documentation write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
