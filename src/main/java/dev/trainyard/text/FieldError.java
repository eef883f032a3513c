package dev.trainyard.text;

/**
 * What is wrong with a field of a user's input.
 *
 * @param field path of the field within the input, such as {@code pierce_depth.low}
 * @param message what is wrong and what is allowed
 */
public record FieldError(String field, String message) {}
