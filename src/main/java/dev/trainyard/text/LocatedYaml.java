package dev.trainyard.text;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A YAML value of a strategy file with its place in the file. Jackson reads strategies, and the
 * parser that Camel needs reads routes. Jackson accepts each number as it is written, also in forms
 * that YAML 1.2 has dropped, such as {@code 1_000}.
 *
 * @param value a {@code Map<String, LocatedYaml>} in the order of the file, a {@code
 *     List<LocatedYaml>}, a {@link String}, {@link Integer}, {@link Long}, {@link Double}, {@link
 *     Boolean}, or null
 * @param line line of the file, from 1
 * @param column column, from 1
 */
public record LocatedYaml(@Nullable Object value, int line, int column) {

  /** A decimal number: a leading 0 would mean another base. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:(?:0|[1-9][0-9]*+)(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

  private static final int SHOWN = 60;

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Reads a document.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException with the location, when it is not
   *     YAML or repeats a key
   */
  public static LocatedYaml parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return new LocatedYaml(null, 1, 1);
      }
      LocatedYaml document = read(parser, 0);
      if (parser.nextToken() != null) {
        throw new JsonParseException(
            parser,
            "a second document begins here: a file has one, without a line ---",
            parser.currentTokenLocation());
      }
      return document;
    }
  }

  private static LocatedYaml read(JsonParser parser, int depth) throws IOException {
    JsonLocation at = parser.currentTokenLocation();
    if (depth > YamlLimits.DEEPEST) {
      throw new JsonParseException(parser, YamlLimits.TOO_DEEP, at);
    }
    @Nullable Object value =
        switch (parser.currentToken()) {
          case START_OBJECT -> readObject(parser, depth + 1);
          case START_ARRAY -> readArray(parser, depth + 1);
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser, at);
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          case VALUE_NULL -> null;
          default -> parser.getText();
        };
    return new LocatedYaml(value, at.getLineNr(), at.getColumnNr());
  }

  /** Reads the number as requests read theirs, since YAML has further ways to write one. */
  private static Number readNumber(JsonParser parser, JsonLocation at) throws IOException {
    String text = parser.getText();
    if (!DECIMAL.matcher(text).matches()) {
      return parser.getNumberValue();
    }
    return WrittenNumber.of(text)
        .real()
        .orElseThrow(
            () ->
                new JsonParseException(
                    parser,
                    "must be a number that a double of 64 bits can hold, not "
                        + text.substring(0, Math.min(text.length(), SHOWN)),
                    at))
        .numberValue();
  }

  private static Map<String, LocatedYaml> readObject(JsonParser parser, int depth)
      throws IOException {
    Map<String, LocatedYaml> map = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, read(parser, depth));
    }
    return map;
  }

  private static List<LocatedYaml> readArray(JsonParser parser, int depth) throws IOException {
    List<LocatedYaml> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(parser, depth));
    }
    return list;
  }
}
