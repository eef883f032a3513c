package dev.trainyard.route.check.shape;

import dev.trainyard.route.check.vocabulary.RouteSchema.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Shows how to write what a place of a route file takes. */
final class ShapeExamples {
  /** Text that YAML reads as it stands, also within braces. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./][\\p{L}\\p{N}_./:-]*");

  private static final Pattern CLASS = Pattern.compile("[a-z][\\w.]*\\.[A-Z]\\w*");
  private static final Set<String> CONDITIONS = Set.of("validate", "filter", "when", "onWhen");

  /** Where a text belongs that stands in the place of keys: the first of these that is a key. */
  private static final List<String> MAIN =
      List.of("uri", "ref", "name", "message", "type", "pattern", "expression");

  private ShapeExamples() {}

  /** How a list could be written that has a text. */
  static String ofList(String key, String text, Shape item) {
    if (item.text()) {
      return "%s: [%s]".formatted(key, written(text));
    }
    return item.single()
        ? "a step below it, such as - log: {message: TEXT}"
        : "- %s".formatted(braces(key, item, text));
  }

  /** How a key could be written. */
  static String of(String key, Shape shape) {
    return of(key, shape, null);
  }

  /** How a text could be meant; nothing when it cannot. */
  static String of(String key, Shape shape, String text) {
    String braces = braces(key, shape, text);
    return braces.isEmpty() ? "" : "%s: %s".formatted(key, braces);
  }

  private static String braces(String key, Shape shape, String text) {
    List<String> parts = new ArrayList<>();
    String left = text;
    if (text != null && shape.choices().contains(text)) {
      parts.add(text + ": {}");
      left = null;
    } else if (shape.isExpression()) {
      boolean condition = CONDITIONS.contains(key);
      boolean simple = condition || text == null || text.contains("${");
      String free = condition ? "${body} != null" : "${body}";
      parts.add((simple ? "simple: " : "constant: ") + written(text == null ? free : text));
      left = null;
    } else if (!shape.choices().isEmpty()) {
      parts.add((shape.choices().contains("json") ? "json" : first(shape.choices())) + ": {}");
      left = null;
    }
    String main = main(shape, text);
    for (String name : shape.required()) {
      if (!shape.choices().contains(name)) {
        parts.add(
            0,
            "%s: %s"
                .formatted(name, name.equals(main) && left != null ? written(left) : free(name)));
      }
    }
    if (left != null && main != null && !shape.required().contains(main)) {
      parts.add("%s: %s".formatted(main, written(left)));
    }
    if (shape.keys().containsKey("steps")
        && !shape.required().contains("steps")
        && !parts.isEmpty()) {
      parts.add("steps: [...]");
    }
    return parts.isEmpty() ? "" : "{%s}".formatted(String.join(", ", parts));
  }

  private static String main(Shape shape, String text) {
    if (text != null
        && shape.keys().containsKey("exceptionType")
        && CLASS.matcher(text).matches()) {
      return "exceptionType";
    }
    return MAIN.stream().filter(shape.keys()::containsKey).findFirst().orElse(null);
  }

  private static String first(Collection<String> names) {
    return names.iterator().next();
  }

  private static String free(String name) {
    return name.equals("steps") ? "[...]" : name.toUpperCase(Locale.ROOT);
  }

  private static String written(String text) {
    return PLAIN.matcher(text).matches() && !isBoolean(text)
        ? text
        : "\"%s\"".formatted(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** Whether a text is a truth value. */
  static boolean isBoolean(String text) {
    return Set.of("true", "false").contains(text.toLowerCase(Locale.ROOT));
  }
}
