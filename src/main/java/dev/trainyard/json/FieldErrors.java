package dev.trainyard.json;

import dev.trainyard.text.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the errors of a request: the first of each field, up to a hundred. */
public final class FieldErrors {
  private static final int LIMIT = 100;

  private final Map<String, String> messages = new LinkedHashMap<>();

  /** Adds an error, unless the field has one already. */
  public void add(String field, String message) {
    if (messages.size() < LIMIT) {
      messages.putIfAbsent(field, message);
    }
  }

  /** Adds the errors of an object that is the value of a field. */
  public void addAll(String field, List<FieldError> errors) {
    errors.forEach(
        error ->
            add(field + "." + UserText.shown(error.field()), UserText.shortened(error.message())));
  }

  /** Returns whether a field has an error. */
  public boolean has(String field) {
    return messages.containsKey(field);
  }

  /** Returns whether there are no errors. */
  public boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Returns the errors in the order in which they were found. */
  public List<FieldError> toList() {
    return messages.entrySet().stream()
        .map(entry -> new FieldError(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * Ends the reading of a request with errors.
   *
   * @throws InvalidRequestException with all errors, when there are any
   */
  public void throwIfAny() {
    if (!isEmpty()) {
      throw new InvalidRequestException(toList());
    }
  }
}
