package dev.trainyard.route.check.shape;

import dev.trainyard.route.check.vocabulary.RouteSchema.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives examples of what may be written at a place of a route file. */
final class ShapeExamples {
  /** Text that YAML reads unquoted, also within braces. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./][\\p{L}\\p{N}_./:-]*");

  private static final Pattern CLASS = Pattern.compile("[a-z][\\w.]*\\.[A-Z]\\w*");
  private static final Set<String> CONDITIONS = Set.of("validate", "filter", "when", "onWhen");

  /** Keys for a text that was written in place of keys: the first one that is allowed. */
  private static final List<String> MAIN =
      List.of("uri", "ref", "name", "message", "type", "pattern", "expression");

  private ShapeExamples() {}

  /** Shows how to write a list that contains a text. */
  static String ofList(String key, String text, Shape item) {
    if (item.text()) {
      return "%s: [%s]".formatted(key, written(text));
    }
    return item.single()
        ? "a step below it, such as - log: {message: TEXT}"
        : "- %s".formatted(braces(key, item, text));
  }

  /** Shows how to write a key. */
  static String of(String key, Shape shape) {
    return of(key, shape, null);
  }

  /** Shows what a text may have meant; empty when nothing fits. */
  static String of(String key, Shape shape, @Nullable String text) {
    String braces = braces(key, shape, text);
    return braces.isEmpty() ? "" : "%s: %s".formatted(key, braces);
  }

  private static String braces(String key, Shape shape, @Nullable String text) {
    List<String> parts = new ArrayList<>();
    @Nullable String left = text;
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

  private static @Nullable String main(Shape shape, @Nullable String text) {
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

  /** Returns whether a text is a truth value. */
  static boolean isBoolean(String text) {
    return Set.of("true", "false").contains(text.toLowerCase(Locale.ROOT));
  }
}
