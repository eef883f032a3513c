package dev.trainyard.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.text.WrittenNumber;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the numbers of a request by their exact values, then replaces them by those that Java
 * computes with. A schema validator would compare numbers that were already rounded, or cut to 64
 * bits.
 */
final class NumberFields {
  private final FieldErrors errors;

  /**
   * @param errors receives what is wrong
   */
  NumberFields(FieldErrors errors) {
    this.errors = errors;
  }

  /** Checks the fields of an object and of the objects within it. */
  void check(ObjectNode object, JsonNode schema) {
    check(object, schema, "");
  }

  private void check(ObjectNode object, JsonNode schema, String path) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = UserText.shown(field.getKey());
      field.setValue(
          checked(
              field.getValue(),
              RequestSchema.property(schema, field.getKey()),
              path.isEmpty() ? name : path + "." + name));
    }
  }

  private JsonNode checked(JsonNode value, JsonNode schema, String path) {
    if (value instanceof ObjectNode object) {
      check(object, schema, path);
    } else if (value instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, checked(list.get(i), schema.path("items"), "%s[%d]".formatted(path, i)));
      }
    } else if (value instanceof WrittenNumber number && schema.has("type")) {
      return checked(number, schema, path);
    }
    return value;
  }

  private JsonNode checked(WrittenNumber number, JsonNode schema, String path) {
    boolean whole = SchemaWording.types(schema).contains("integer");
    if (!whole && !SchemaWording.types(schema).contains("number")) {
      return number;
    }
    String allowed =
        SchemaWording.types(schema).contains("string") ? "a number" : SchemaWording.allowed(schema);
    if (number.isTooLong()) {
      errors.add(
          path,
          "must be %s, in at most %d characters, not %s"
              .formatted(allowed, WrittenNumber.MAX_LENGTH, UserText.shown(number)));
      return number;
    }
    Optional<JsonNode> value = whole ? number.whole() : number.real();
    if (!isInRange(number.decimalValue(), schema) || (whole && value.isEmpty())) {
      errors.add(path, "must be %s, not %s".formatted(allowed, UserText.shown(number)));
    } else if (value.isEmpty()) {
      errors.add(
          path,
          "must be %s that a double of 64 bits can hold; %s would become %s"
              .formatted(allowed, UserText.shown(number), number.decimalValue().doubleValue()));
    }
    return value.orElse(number);
  }

  private static boolean isInRange(BigDecimal value, JsonNode schema) {
    return (!schema.has("minimum") || value.compareTo(bound(schema, "minimum")) >= 0)
        && (!schema.has("maximum") || value.compareTo(bound(schema, "maximum")) <= 0)
        && (!schema.has("exclusiveMinimum")
            || value.compareTo(bound(schema, "exclusiveMinimum")) > 0);
  }

  private static BigDecimal bound(JsonNode schema, String keyword) {
    return schema.get(keyword).decimalValue();
  }
}
