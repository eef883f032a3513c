package dev.trainyard.overview;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How urgent something is, the most urgent first. */
public enum Severity {
  /** Jobs do not run, or their results do not reach anybody. */
  CRITICAL,
  /** Somebody should look after it. */
  WARNING,
  /** It needs nobody. */
  INFO;

  /** Returns the name in answers. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
