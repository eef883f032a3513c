package dev.trainyard.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * An event of a stream.
 *
 * @param name what it is about, such as {@code progress}
 * @param id the last id that the stream has named up to it; empty when it has named none
 * @param data its text
 */
public record ServerEvent(String name, String id, String data) {

  /**
   * Its text as JSON.
   *
   * @throws IOException when it is none
   */
  public JsonNode json() throws IOException {
    return JsonText.read(data);
  }
}
