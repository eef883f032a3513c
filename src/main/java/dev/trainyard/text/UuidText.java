package dev.trainyard.text;

import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the ids that people give. */
public final class UuidText {
  /** The whole form alone: {@link UUID#fromString} takes shorter ones too. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

  private UuidText() {}

  /** Whether a text is a UUID in its whole form; null is not. */
  public static boolean isUuid(String text) {
    return text != null && WHOLE.matcher(text).matches();
  }

  /**
   * Reads an id.
   *
   * @param name what the id is called in the message
   * @throws IllegalArgumentException when the text is not a UUID, with a message for its author
   */
  public static UUID parse(String name, String text) {
    if (!isUuid(text)) {
      throw new IllegalArgumentException("%s must be a UUID, not \"%s\"".formatted(name, text));
    }
    return UUID.fromString(text);
  }
}
