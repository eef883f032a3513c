package dev.trainyard.text;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Turns numbers into those that JSON can hold: finite, or null. */
public final class Json {
  private Json() {}

  /** Returns the number; null, which JSON writes as such, when it is empty. */
  public static @Nullable Double number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : null;
  }

  /** Returns the number; null when it is NaN or infinite, which JSON cannot express. */
  public static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
