package dev.trainyard.route.check.vocabulary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.route.model.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Camel's own schema of route files, read as what may stand at each place of an entry. */
public final class RouteSchema {
  /** Where Camel keeps it, for editors. */
  public static final String RESOURCE = "/schema/camelYamlDsl.json";

  private static final String STEP = "org.apache.camel.model.ProcessorDefinition";

  private final JsonNode items;

  private RouteSchema(JsonNode items) {
    this.items = items;
  }

  /** Reads the schema of the Camel that is there. */
  public static RouteSchema read() {
    try (InputStream in = RouteSchema.class.getResourceAsStream(RESOURCE)) {
      return new RouteSchema(new ObjectMapper().readTree(in).path("items"));
    } catch (IOException e) {
      throw new IllegalStateException("the schema of route files", e);
    }
  }

  /** What an entry of a kind may have. */
  public Shape entry(FileEntry.Kind kind) {
    return shape(items.path("properties").path(kind.key()));
  }

  /** The step that a list of steps may have, with the steps' names as its keys. */
  public Shape step() {
    return shape(items.path("definitions").path(STEP));
  }

  /** What a part of the schema allows. */
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
   * What may stand at a place.
   *
   * @param text whether a text, number or truth value may
   * @param type which of these, as JSON Schema calls it
   * @param values those that a text is one of; none when it is free
   * @param map whether keys may
   * @param closed whether it is these keys alone
   * @param single whether it is one key at a time, as of a step
   * @param keys the keys that may be there, with the schema of what each has
   * @param choices those of the keys of which one at most may be there: the languages of an
   *     expression, the formats of data
   * @param required those of the keys that must be there
   * @param item the schema of the items; null when no list may stand there
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

    /** Whether a list may stand there. */
    public boolean isList() {
      return item != null;
    }

    /** Whether it is an expression, or has one. */
    public boolean isExpression() {
      return choices.contains("constant");
    }
  }

  /** Collects what is spread over references and alternatives. */
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
    private JsonNode item;

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
