package dev.trainyard.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/**
 * Reads and writes trees of JSON. An {@code ObjectMapper} does more and takes a quarter of a second
 * to be loaded, which is longer than the whole of most commands.
 */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /**
   * Reads a document.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException with the location, when it is none
   */
  public static JsonNode read(byte[] text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      return read(parser);
    }
  }

  /** Reads a document of a text. */
  public static JsonNode read(String text) throws IOException {
    return read(text.getBytes(UTF_8));
  }

  /** Reads all that a parser has, which must be one value; missing when it has none. */
  static JsonNode read(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return JsonNodeFactory.instance.missingNode();
    }
    JsonNode value = value(parser);
    if (parser.nextToken() != null) {
      throw new com.fasterxml.jackson.core.JsonParseException(
          parser, "there is more after the end of the document");
    }
    return value;
  }

  private static JsonNode value(JsonParser parser) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          object.set(name, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      default -> nodes.textNode(parser.getText());
    };
  }

  /** Writes a document in one line. */
  public static String write(JsonNode value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      write(value, generator);
    } catch (IOException e) {
      throw new IllegalStateException("a text takes what is written to it", e);
    }
    return text.toString();
  }

  /** Writes a value in whatever form a generator has. */
  static void write(JsonNode value, JsonGenerator generator) throws IOException {
    switch (value.getNodeType()) {
      case OBJECT -> {
        generator.writeStartObject();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
          generator.writeFieldName(field.getKey());
          write(field.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case ARRAY -> {
        generator.writeStartArray();
        for (JsonNode item : value) {
          write(item, generator);
        }
        generator.writeEndArray();
      }
      case NUMBER -> {
        if (value.isIntegralNumber()) {
          generator.writeNumber(value.bigIntegerValue());
        } else {
          generator.writeNumber(value.decimalValue());
        }
      }
      case BOOLEAN -> generator.writeBoolean(value.booleanValue());
      case STRING -> generator.writeString(value.textValue());
      default -> generator.writeNull();
    }
  }
}
