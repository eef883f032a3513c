package dev.trainyard.text;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the ids that users write. */
public final class UuidText {
  /** The full form only: {@link UUID#fromString} accepts shorter ones too. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

  private UuidText() {}

  /** Returns whether a text is a UUID in its full form; false for null. */
  public static boolean isUuid(@Nullable String text) {
    return text != null && WHOLE.matcher(text).matches();
  }

  /**
   * Reads an id.
   *
   * @param name what the id is called in the message
   * @throws IllegalArgumentException when the text is not a UUID, with a message for its author
   */
  public static UUID parse(String name, @Nullable String text) {
    if (!isUuid(text)) {
      throw new IllegalArgumentException("%s must be a UUID, not \"%s\"".formatted(name, text));
    }
    return UUID.fromString(text);
  }
}
