package dev.trainyard.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import dev.trainyard.text.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JSON Schema (2020-12) of a request: its fields, their allowed values and their defaults. */
public final class RequestSchema {
  private final StrictJson json = new StrictJson();
  private final JsonNode document;
  private final Schema schema;

  private RequestSchema(JsonNode document) {
    this.document = document;
    SchemaRegistryConfig config = SchemaRegistryConfig.builder().losslessNarrowing(true).build();
    Dialect dialect =
        Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword(SchemaWording.ALLOWED))
            .build();
    this.schema =
        SchemaRegistry.withDialect(dialect, registry -> registry.schemaRegistryConfig(config))
            .getSchema(document);
  }

  /**
   * Loads a schema from the class path.
   *
   * @param name file name, such as {@code training-request.schema.json}
   */
  public static RequestSchema load(String name) {
    return new RequestSchema(definition(name));
  }

  /**
   * Reads a schema from the class path, with what it refers to in place.
   *
   * @param name file name, such as {@code training-request.schema.json}
   */
  public static ObjectNode definition(String name) {
    return (ObjectNode) withReferences(document(name));
  }

  private static JsonNode document(String name) {
    try (InputStream in = RequestSchema.class.getResourceAsStream("/schema/" + name)) {
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /**
   * Replaces each {@code "$ref": "file#/pointer"} by its target, which wording and defaults need.
   */
  private static JsonNode withReferences(JsonNode document) {
    for (Map.Entry<String, JsonNode> child : document.properties()) {
      JsonNode reference = child.getValue().get("$ref");
      if (reference == null) {
        withReferences(child.getValue());
      } else {
        String[] target = reference.textValue().split("#", 2);
        JsonNode definition = document(target[0]).at(target[1]);
        if (definition instanceof ObjectNode whole) {
          // The dialect is that of the document around it
          whole.remove("$schema");
        }
        child.setValue(withReferences(definition));
      }
    }
    return document;
  }

  /**
   * Reads a body that must be a JSON object; its fields are not checked yet.
   *
   * @throws UnreadableJsonException when it is not JSON
   * @throws InvalidRequestException when it is JSON but not an object, or cannot be stored
   */
  public ObjectNode parse(byte[] body) {
    JsonNode request = json.read(body);
    if (request instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidRequestException(
        List.of(new FieldError("body", "must be an object, not " + UserText.shown(request))));
  }

  /**
   * Returns everything in a request that the schema does not allow. Its numbers, exact until then,
   * become those that Java computes with.
   */
  public FieldErrors check(ObjectNode request) {
    FieldErrors errors = new FieldErrors();
    new NumberFields(errors).check(request, document);
    for (Error error : schema.validate(request)) {
      String path = path(error.getInstanceLocation());
      JsonNode at = schemaAt(error.getInstanceLocation());
      String property = error.getProperty();
      switch (error.getKeyword()) {
        case "required" ->
            errors.add(
                join(path, property),
                "is required: " + SchemaWording.allowed(at.get("properties").get(property)));
        case "additionalProperties" ->
            errors.add(
                join(path, UserText.shown(property)),
                "unknown field; " + UserText.suggestion(property, names(at.get("properties"))));
        default ->
            errors.add(
                path,
                "must be %s, not %s"
                    .formatted(SchemaWording.allowed(at), UserText.shown(error.getInstanceNode())));
      }
    }
    return errors;
  }

  /** Fills in the defaults of all fields that a request leaves out. */
  public void fillDefaults(ObjectNode request) {
    fillDefaults(request, document);
  }

  private static void fillDefaults(ObjectNode object, JsonNode schema) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode fallback = property.getValue().get("default");
      if (!object.has(property.getKey()) && fallback != null) {
        object.set(property.getKey(), fallback.deepCopy());
      }
      if (object.get(property.getKey()) instanceof ObjectNode child) {
        fillDefaults(child, property.getValue());
      }
    }
  }

  private JsonNode schemaAt(NodePath location) {
    JsonNode at = document;
    for (int i = 0; i < location.getNameCount(); i++) {
      Object step = location.getElement(i);
      if (step instanceof Integer) {
        at = at.get("items");
      } else {
        at = property(at, (String) step);
      }
    }
    return at;
  }

  /** Returns the schema of an object's field; a missing node when there is none. */
  static JsonNode property(JsonNode schema, String name) {
    JsonNode property = schema.path("properties").path(name);
    return property.isMissingNode() ? schema.path("additionalProperties") : property;
  }

  private static String path(NodePath location) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < location.getNameCount(); i++) {
      Object step = location.getElement(i);
      if (step instanceof Integer index) {
        path.append('[').append(index).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(UserText.shown((String) step));
      }
    }
    return path.toString();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static List<String> names(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
