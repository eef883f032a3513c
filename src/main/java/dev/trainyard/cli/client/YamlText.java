package dev.trainyard.cli.client;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;

/** Reads files that users write in YAML, of which JSON is a part. */
public final class YamlText {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private YamlText() {}

  /**
   * Reads a document.
   *
   * @return missing when it is empty
   * @throws JsonProcessingException when it is not YAML or names a field twice
   */
  public static JsonNode read(String text) throws IOException {
    try (JsonParser parser = YAML.createParser(text)) {
      return JsonText.read(parser);
    }
  }

  /** What is wrong with a document and where, in a line. */
  public static String reason(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String message = e.getOriginalMessage().lines().findFirst().orElse("").strip();
    return at == null
        ? message
        : "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), message);
  }
}
