package dev.trainyard.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/**
 * Reads JSON as RFC 8259 has it, without the leniency that hides a client's mistake: a key twice or
 * text after the end is an error. Values that could not be stored are told apart from bad syntax.
 */
final class StrictJson {
  private static final String STORABLE = "Unicode text without the character U+0000";
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_LENGTH = 400;

  private final ObjectReader reader =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /**
   * Reads one JSON document.
   *
   * @throws UnreadableJsonException when it is none
   * @throws InvalidRequestException when it holds a number beyond a double's range, or text that is
   *     not Unicode or has U+0000
   */
  JsonNode read(byte[] body) {
    JsonNode document;
    try {
      document = reader.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UnreadableJsonException(explain(e));
    } catch (IOException e) {
      // bytes that are no UTF-8, UTF-16 or UTF-32
      throw new UnreadableJsonException("the body is not JSON in UTF-8: " + e.getMessage());
    }
    if (document.isMissingNode()) {
      throw new UnreadableJsonException("the body is empty; it must be a JSON object");
    }
    FieldErrors errors = new FieldErrors();
    findUnstorable(document, "", errors);
    errors.throwIfAny();
    return document;
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
    return "the body is not JSON that can be read: " + Wording.shortened(what) + where;
  }

  private static void findUnstorable(JsonNode node, String path, FieldErrors errors) {
    if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
      errors.add(path, "must be a number between -1.8e308 and 1.8e308");
    } else if (node.isTextual() && !isStorable(node.textValue())) {
      errors.add(path, "must be " + STORABLE);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        findUnstorable(node.get(i), "%s[%d]".formatted(path, i), errors);
      }
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = Wording.shown(field.getKey());
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
