package dev.trainyard.json;

import dev.trainyard.text.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when fields of a request have invalid values; its message is meant for the client. */
public final class InvalidRequestException extends RuntimeException {
  private final List<FieldError> errors;

  /** Creates a refusal that names all errors. */
  public InvalidRequestException(List<FieldError> errors) {
    super(
        errors.stream()
            .map(error -> error.field() + ": " + error.message())
            .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** Returns the errors, at least one. */
  public List<FieldError> errors() {
    return errors;
  }
}
