package dev.trainyard.text;

/**
 * An error in a field of a user's input.
 *
 * @param field path of the field within the input, such as {@code pierce_depth.low}
 * @param message what is wrong and what is allowed
 */
public record FieldError(String field, String message) {}
