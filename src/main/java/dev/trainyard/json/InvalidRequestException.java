package dev.trainyard.json;

import dev.trainyard.text.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** A request whose fields are not what they may be; its message is meant for the client. */
public final class InvalidRequestException extends RuntimeException {
  private final List<FieldError> errors;

  /** Names all faults. */
  public InvalidRequestException(List<FieldError> errors) {
    super(
        errors.stream()
            .map(error -> error.field() + ": " + error.message())
            .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** The faults, at least one. */
  public List<FieldError> errors() {
    return errors;
  }
}
