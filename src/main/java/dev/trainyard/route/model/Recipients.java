package dev.trainyard.route.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** The endpoints that a step of which an expression says them names in its text. */
public final class Recipients {
  /** Steps that take a list of endpoints, with what says how they are separated. */
  private static final Map<String, String> DELIMITERS =
      Map.of(
          "recipientList", "delimiter",
          "routingSlip", "uriDelimiter",
          "dynamicRouter", "uriDelimiter");

  /** Steps that take one. */
  private static final Set<String> SINGLE = Set.of("enrich", "pollEnrich");

  /** Expressions whose text may be the value itself. */
  private static final List<String> LITERAL = List.of("constant", "simple");

  private static final String NO_DELIMITER = "false";

  private Recipients() {}

  /** Whether an expression says to which endpoints a step sends, or from which it takes. */
  public static boolean isStep(String key) {
    return DELIMITERS.containsKey(key) || SINGLE.contains(key);
  }

  /**
   * The endpoints that a step names.
   *
   * @param options what is said of the step
   * @return each with the text that has it; none when only a message tells them
   */
  public static List<LocatedName> of(String step, Node options, String file) {
    Node literal = literal(options);
    String text = YamlTree.text(literal);
    if (text == null) {
      return List.of();
    }
    String delimiter = DELIMITERS.containsKey(step) ? delimiter(step, options) : NO_DELIMITER;
    Stream<String> uris =
        delimiter.equals(NO_DELIMITER)
            ? Stream.of(text)
            : Stream.of(text.split(java.util.regex.Pattern.quote(delimiter), -1));
    List<LocatedName> links = new ArrayList<>();
    uris.map(String::strip)
        .filter(uri -> !uri.isEmpty())
        .forEach(uri -> links.add(new LocatedName(uri, file, literal)));
    return links;
  }

  private static String delimiter(String step, Node options) {
    String delimiter = YamlTree.text(options, DELIMITERS.get(step));
    return delimiter == null || delimiter.isEmpty() ? "," : delimiter;
  }

  /**
   * The text of an expression that is the value itself: a constant, or a text of {@code simple}
   * that asks for nothing.
   *
   * @param options what has the expression: a step, or its part {@code expression}
   * @return null when there is none
   */
  public static Node literal(Node options) {
    for (String language : LITERAL) {
      Node value = YamlTree.value(options, language);
      Node text = value instanceof MappingNode ? YamlTree.value(value, "expression") : value;
      if (YamlTree.text(text) != null) {
        return language.equals("constant") || !YamlTree.text(text).contains("${") ? text : null;
      }
    }
    Node nested = YamlTree.value(options, "expression");
    return nested instanceof MappingNode ? literal(nested) : null;
  }
}
