package dev.trainyard.text;

import java.util.List;
import java.util.Optional;

/**
 * A value read from a user's input, or every error in the input.
 *
 * @param value present exactly when there are no errors
 * @param errors in the order of the input
 */
public record Checked<T>(Optional<T> value, List<FieldError> errors) {

  public Checked {
    errors = List.copyOf(errors);
    if (value.isPresent() != errors.isEmpty()) {
      throw new IllegalArgumentException("must have either a value or errors");
    }
  }

  /** Returns a valid value. */
  public static <T> Checked<T> of(T value) {
    return new Checked<>(Optional.of(value), List.of());
  }

  /** Returns a refusal without a value. */
  public static <T> Checked<T> refused(List<FieldError> errors) {
    return new Checked<>(Optional.empty(), errors);
  }
}
