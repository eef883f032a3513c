package dev.trainyard.validation;

import java.util.OptionalDouble;

/** Numbers as JSON has them: finite, or null. */
final class Json {
  private Json() {}

  static Double number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : null;
  }

  static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
