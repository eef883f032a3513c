package dev.trainyard.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a field that is a time in ISO-8601. */
public final class TimeField {
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private TimeField() {}

  /** Returns the time in a field; null when it is null or not a time, which adds an error. */
  public static @Nullable Instant read(String field, ObjectNode request, FieldErrors errors) {
    JsonNode value = request.path(field);
    if (!value.isTextual() || errors.has(field)) {
      return null;
    }
    try {
      return parse(value.textValue());
    } catch (IllegalArgumentException e) {
      errors.add(field, Objects.requireNonNull(e.getMessage(), "a refusal without words"));
      return null;
    }
  }

  /**
   * Returns the time in a field, which may be a day alone, whose midnight in UTC is meant; null
   * when it is null or neither, which adds an error.
   */
  public static @Nullable Instant readTimeOrDay(
      String field, ObjectNode request, FieldErrors errors) {
    JsonNode value = request.path(field);
    if (!value.isTextual() || !DAY.matcher(value.textValue()).matches() || errors.has(field)) {
      return read(field, request, errors);
    }
    try {
      return parse(value.textValue() + "T00:00:00Z");
    } catch (IllegalArgumentException e) {
      errors.add(field, "must be a day that there is, not \"%s\"".formatted(value.textValue()));
      return null;
    }
  }

  /**
   * Parses a time.
   *
   * @throws IllegalArgumentException when the text is not a time that can be stored; the message
   *     says what it must be
   */
  public static Instant parse(String text) {
    Instant time;
    try {
      time = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be a time in ISO-8601 with its offset, such as 2026-01-31T08:30:00Z, not \"%s\""
              .formatted(UserText.shown(text)),
          e);
    }
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "must be a time from %s to %s".formatted(EARLIEST, LATEST));
    }
    return time;
  }
}
