package dev.trainyard.api.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.api.problem.InvalidParameterException;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where a page ended. Clients hand it back as they got it.
 *
 * @param text what it says, decoded
 */
public record Cursor(String text) {

  /** The cursor that a client gave back. */
  static Cursor of(String encoded) {
    try {
      return new Cursor(new String(Base64.getUrlDecoder().decode(encoded), UTF_8));
    } catch (IllegalArgumentException e) {
      throw unreadable();
    }
  }

  /** What clients see. */
  public String encoded() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /** The id that it holds. */
  public UUID id() {
    try {
      return RequestParameters.id("cursor", text);
    } catch (InvalidParameterException e) {
      throw unreadable();
    }
  }

  /** What it holds as a parser reads it, which throws {@link IllegalArgumentException} if not. */
  public <T> T read(Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static InvalidParameterException unreadable() {
    return new InvalidParameterException(
        "cursor", "must be the next_cursor of a page of the same list");
  }
}
