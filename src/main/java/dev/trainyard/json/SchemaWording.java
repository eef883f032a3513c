package dev.trainyard.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Describes in words what a JSON Schema allows for a value. */
final class SchemaWording {
  /** Our own keyword: describes in words what a pattern allows. */
  static final String ALLOWED = "x-allowed";

  private SchemaWording() {}

  /** Describes the allowed values, for example {@code a whole number from 1 to 64}. */
  static String allowed(JsonNode schema) {
    List<String> types = types(schema);
    String words;
    if (schema.has(ALLOWED)) {
      words = schema.get(ALLOWED).textValue();
    } else if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(value -> values.add(value.asText()));
      values.remove("null");
      words = "one of " + String.join(", ", values);
    } else {
      words =
          switch (types.get(0)) {
            case "integer" -> "a whole number" + range(schema);
            case "number" ->
                types.contains("string") ? "a number or text" : "a number" + range(schema);
            case "boolean" -> "true or false";
            case "array" -> "a list" + range(schema, "minItems", "maxItems");
            case "object" -> "an object" + fields(schema);
            default -> "text of at most %s characters".formatted(schema.path("maxLength").asText());
          };
    }
    return types.contains("null") ? words + ", or null" : words;
  }

  /** Returns the types that a value may have. */
  static List<String> types(JsonNode schema) {
    List<String> types = new ArrayList<>();
    JsonNode type = schema.get("type");
    if (type.isArray()) {
      type.forEach(one -> types.add(one.textValue()));
    } else {
      types.add(type.textValue());
    }
    return types;
  }

  private static String fields(JsonNode schema) {
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return names.isEmpty() ? "" : " with the fields " + String.join(", ", names);
  }

  private static String range(JsonNode schema) {
    if (schema.has("exclusiveMinimum")) {
      String above = " above " + plain(schema.get("exclusiveMinimum"));
      return schema.has("maximum") ? above + " and at most " + plain(schema.get("maximum")) : above;
    }
    return range(schema, "minimum", "maximum");
  }

  private static String range(JsonNode schema, String low, String high) {
    boolean bounded = schema.has(high);
    if (schema.has(low)) {
      String from = plain(schema.get(low));
      return bounded
          ? " from %s to %s".formatted(from, plain(schema.get(high)))
          : " of at least " + from;
    }
    return bounded ? " of at most " + plain(schema.get(high)) : "";
  }

  private static String plain(JsonNode number) {
    return number.decimalValue().toPlainString();
  }
}
