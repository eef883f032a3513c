package dev.trainyard.text;

import java.util.OptionalDouble;

/** Numbers as JSON has them: finite, or null. */
public final class Json {
  private Json() {}

  /** The number; null, which JSON writes as such, when there is none. */
  public static Double number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : null;
  }

  /** The number; null when it is NaN or infinite, which JSON has no word for. */
  public static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
