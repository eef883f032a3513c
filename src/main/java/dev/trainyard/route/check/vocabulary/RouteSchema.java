package dev.trainyard.route.check.vocabulary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trainyard.route.model.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Camel's schema of route files, read as what may be written at each place of an entry. */
public final class RouteSchema {
  /** The schema in Camel's jar, made for editors. */
  public static final String RESOURCE = "/schema/camelYamlDsl.json";

  private static final String STEP = "org.apache.camel.model.ProcessorDefinition";

  private final JsonNode items;

  private RouteSchema(JsonNode items) {
    this.items = items;
  }

  /** Reads the schema of the Camel version in use. */
  public static RouteSchema read() {
    try (InputStream in = RouteSchema.class.getResourceAsStream(RESOURCE)) {
      return new RouteSchema(new ObjectMapper().readTree(in).path("items"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the schema of route files", e);
    }
  }

  /** Returns what an entry of a kind may contain. */
  public Shape entry(FileEntry.Kind kind) {
    return shape(items.path("properties").path(kind.key()));
  }

  /** Returns the shape of a step, with the names of all steps as its keys. */
  public Shape step() {
    return shape(items.path("definitions").path(STEP));
  }

  /** Returns what a part of the schema allows. */
  public Shape shape(JsonNode schema) {
    Reading reading = new Reading();
    reading.read(schema, false);
    return new Shape(
        reading.text,
        reading.type,
        reading.values,
        reading.map,
        reading.closed,
        reading.single,
        reading.keys,
        reading.choices,
        reading.required,
        reading.item);
  }

  /**
   * What may be written at a place.
   *
   * @param text whether a text, number or truth value is allowed
   * @param type which of these, in the terms of JSON Schema
   * @param values the allowed texts; empty when any is
   * @param map whether keys are allowed
   * @param closed whether only these keys are allowed
   * @param single whether only one key is allowed at a time, as in a step
   * @param keys the allowed keys, each with the schema of its value
   * @param choices the keys of which at most one is allowed: the languages of an expression, the
   *     formats of data
   * @param required the required keys
   * @param item the schema of the items; missing when no list is allowed
   */
  public record Shape(
      boolean text,
      String type,
      List<String> values,
      boolean map,
      boolean closed,
      boolean single,
      Map<String, JsonNode> keys,
      Set<String> choices,
      Set<String> required,
      JsonNode item) {

    /** Returns whether a list is allowed. */
    public boolean isList() {
      return !item.isMissingNode();
    }

    /** Returns whether the place is an expression, or contains one. */
    public boolean isExpression() {
      return choices.contains("constant");
    }
  }

  /** Collects the parts of a shape from references and alternatives. */
  private final class Reading {
    private boolean text;
    private String type = "string";
    private final List<String> values = new ArrayList<>();
    private boolean map;
    private boolean closed;
    private boolean single;
    private final Map<String, JsonNode> keys = new LinkedHashMap<>();
    private final Set<String> choices = new LinkedHashSet<>();
    private final Set<String> required = new LinkedHashSet<>();
    private JsonNode item = MissingNode.getInstance();

    void read(JsonNode schema, boolean alternative) {
      if (schema.has("$ref")) {
        read(items.at(schema.path("$ref").asText().replaceFirst("^#/items", "")), alternative);
      }
      switch (schema.path("type").asText()) {
        case "array" -> item = schema.path("items");
        case "object" -> map = true;
        case "" -> {}
        default -> {
          text = true;
          type = schema.path("type").asText();
        }
      }
      schema.path("enum").forEach(value -> values.add(value.asText()));
      closed |=
          schema.has("additionalProperties") && !schema.path("additionalProperties").asBoolean();
      single |= schema.path("maxProperties").asInt() == 1;
      schema
          .path("properties")
          .properties()
          .forEach(
              key -> {
                if (!key.getValue().isEmpty() || !keys.containsKey(key.getKey())) {
                  keys.put(key.getKey(), key.getValue());
                }
              });
      schema.path("required").forEach(key -> (alternative ? choices : required).add(key.asText()));
      for (String alternatives : List.of("oneOf", "anyOf")) {
        schema.path(alternatives).forEach(one -> read(one, true));
      }
    }
  }
}
