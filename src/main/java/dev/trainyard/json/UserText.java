package dev.trainyard.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.text.NearestNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Quotes in messages what a client sent. */
public final class UserText {
  private static final int VALUE_LENGTH = 60;
  private static final int MESSAGE_LENGTH = 300;

  private UserText() {}

  /** Returns a value as JSON, shortened, without characters that could not be written again. */
  public static String shown(JsonNode value) {
    return shown(value.isContainerNode() ? containerName(value) : value.toString());
  }

  /** Returns a name or value, shortened, without characters that could not be written again. */
  public static String shown(String text) {
    return printable(text, VALUE_LENGTH);
  }

  /**
   * Returns a parser's message, which quotes the client, shortened and without characters that
   * could not be written.
   */
  public static String shortened(String message) {
    return printable(message, MESSAGE_LENGTH);
  }

  private static String printable(String text, int length) {
    String cut = text.length() > length ? text.substring(0, length) + "..." : text;
    StringBuilder printable = new StringBuilder(cut.length());
    cut.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /** Suggests what an unknown name may have meant, or lists all names when none is near. */
  public static String suggestion(String given, Collection<String> known) {
    String compared = given.substring(0, Math.min(given.length(), VALUE_LENGTH));
    List<String> nearest = NearestNames.of(compared, known);
    return nearest.isEmpty()
        ? "allowed: " + String.join(", ", known)
        : "did you mean %s?".formatted(String.join(" or ", nearest));
  }

  /** Says what is at fault with most lists: how many it has, or what it has twice. */
  private static String listName(JsonNode list) {
    Set<JsonNode> seen = new HashSet<>();
    for (JsonNode one : list) {
      if (!seen.add(one)) {
        return "a list with " + shown(one) + " twice";
      }
    }
    return "a list of " + list.size();
  }

  private static String containerName(JsonNode value) {
    if (value.isArray()) {
      return value.isEmpty() ? "an empty list" : listName(value);
    }
    return value.isEmpty() ? "an empty object" : "an object";
  }
}
