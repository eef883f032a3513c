package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Writes a small JSON value in one line of text. */
final class Flat {
  private Flat() {}

  /**
   * Writes scalars as they are, an object as {@code name value, name value}, two numbers as {@code
   * low to high}, and nothing for null.
   */
  static String of(JsonNode value) {
    List<String> parts = new ArrayList<>();
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              field -> {
                String text = of(field.getValue());
                if (!text.isEmpty()) {
                  parts.add(field.getKey().replace('_', ' ') + " " + text);
                }
              });
    } else if (value.isArray()) {
      if (value.size() == 2 && value.path(0).isNumber() && value.path(1).isNumber()) {
        return of(value.path(0)) + " to " + of(value.path(1));
      }
      value.forEach(element -> parts.add(of(element)));
    } else if (value.isBoolean()) {
      return value.asBoolean() ? "yes" : "no";
    } else if (value.isIntegralNumber()) {
      return Format.count(value.asLong());
    } else if (value.isFloatingPointNumber()) {
      return Format.figure(value.asDouble());
    } else if (!value.isNull() && !value.isMissingNode()) {
      return Format.value(value);
    }
    return String.join(", ", parts);
  }
}
