package dev.trainyard.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.trainyard.text.WrittenNumber;
import java.io.IOException;
import java.util.Map;

/**
 * Reads JSON as RFC 8259 defines it, without the leniency that hides a client's mistake: a repeated
 * key or text after the end is an error. Values that could not be stored are reported separately
 * from bad syntax.
 */
final class StrictJson {
  private static final String STORABLE = "Unicode text without the character U+0000";
  private static final int MAX_DEPTH = 32;

  // The length of a number is not limited here, where no field is known: it is read as text
  private final JsonFactory factory =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * Reads one JSON document; its numbers are {@link WrittenNumber}s.
   *
   * @throws UnreadableJsonException when the body is not JSON
   * @throws InvalidRequestException when it contains text that is not Unicode or contains U+0000
   */
  JsonNode read(byte[] body) {
    JsonNode document;
    try (JsonParser parser = factory.createParser(body)) {
      if (parser.nextToken() == null) {
        throw new UnreadableJsonException("the body is empty; it must be a JSON object");
      }
      document = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(
            parser, "there is more after the end of the document", parser.currentTokenLocation());
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableJsonException(explain(e));
    } catch (IOException e) {
      // bytes that are not UTF-8, UTF-16 or UTF-32
      throw new UnreadableJsonException("the body is not JSON in UTF-8: " + e.getMessage());
    }
    FieldErrors errors = new FieldErrors();
    findUnstorable(document, "", errors);
    errors.throwIfAny();
    return document;
  }

  /** Reads the value that begins with the parser's current token. */
  private static JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> new TextNode(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> WrittenNumber.of(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(parser.getBooleanValue());
      case VALUE_NULL -> NullNode.getInstance();
      default -> throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.set(name, value(parser));
    }
    return object;
  }

  private static ArrayNode list(JsonParser parser) throws IOException {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private static String explain(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String where =
        location == null
            ? ""
            : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    String what =
        e.getOriginalMessage()
            .replaceAll(" \\(start marker at \\[.*?]\\)", "")
            .replaceAll(", from `[^`]*`", "")
            .replaceAll(": enable `[^`]*` to allow", "")
            .replaceAll(" \\(not recognized as one since Feature .*? parser\\)", "")
            .replaceAll(" \\(bound as `[^`]*`\\): not allowed as per `[^`]*`", "");
    return "the body is not JSON that can be read: " + UserText.shortened(what) + where;
  }

  private static void findUnstorable(JsonNode node, String path, FieldErrors errors) {
    if (node.isTextual() && !isStorable(node.textValue())) {
      errors.add(path, "must be " + STORABLE);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        findUnstorable(node.get(i), "%s[%d]".formatted(path, i), errors);
      }
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = UserText.shown(field.getKey());
        String fieldPath = path.isEmpty() ? name : path + "." + name;
        if (!isStorable(field.getKey())) {
          errors.add(fieldPath, "must have a name that is " + STORABLE);
        }
        findUnstorable(field.getValue(), fieldPath, errors);
      }
    }
  }

  private static boolean isStorable(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
