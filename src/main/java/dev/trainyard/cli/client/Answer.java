package dev.trainyard.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What the service has answered to a request that it did not refuse. */
public final class Answer {
  private final int status;
  private final String contentType;
  private final byte[] body;

  Answer(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body.clone();
  }

  /** The status: 200 to 299. */
  public int status() {
    return status;
  }

  /** The media type, with its parameters; empty without one. */
  public String contentType() {
    return contentType;
  }

  /** The body as the service has sent it. */
  public String text() {
    return new String(body, UTF_8);
  }

  /**
   * The body as JSON.
   *
   * @throws ServiceException when it is none: another server answers at this address
   */
  public JsonNode json() {
    try {
      return JsonText.read(body);
    } catch (JsonProcessingException e) {
      throw new ServiceException(
          ServiceException.AWAY,
          "What answers is not Trainyard: it sent %s. Check TRAINYARD_URL."
              .formatted(contentType.isEmpty() ? "no JSON" : contentType));
    } catch (IOException e) {
      throw new IllegalStateException("an array of bytes can be read", e);
    }
  }
}
