package dev.trainyard.route.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds the endpoints that a step with computed recipients names literally. */
public final class Recipients {
  /** Steps that take a list of endpoints, with the key of its delimiter. */
  private static final Map<String, String> DELIMITERS =
      Map.of(
          "recipientList", "delimiter",
          "routingSlip", "uriDelimiter",
          "dynamicRouter", "uriDelimiter");

  /** Steps that take one endpoint. */
  private static final Set<String> SINGLE = Set.of("enrich", "pollEnrich");

  /** Expressions whose text may itself be the value. */
  private static final List<String> LITERAL = List.of("constant", "simple");

  private static final String NO_DELIMITER = "false";

  private Recipients() {}

  /** Returns whether an expression gives the endpoints that a step sends to or receives from. */
  public static boolean isStep(String key) {
    return DELIMITERS.containsKey(key) || SINGLE.contains(key);
  }

  /**
   * Returns the endpoints that a step names.
   *
   * @param options the options of the step
   * @return each with the text that contains it; none when only the message determines them
   */
  public static List<LocatedName> of(String step, Node options, String file) {
    if (!(literal(options) instanceof ScalarNode literal)) {
      return List.of();
    }
    String text = literal.getValue();
    String option = DELIMITERS.get(step);
    String delimiter = option == null ? NO_DELIMITER : delimiter(option, options);
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

  private static String delimiter(String option, Node options) {
    String delimiter = YamlTree.text(options, option);
    return delimiter == null || delimiter.isEmpty() ? "," : delimiter;
  }

  /**
   * Returns the text of an expression that is itself the value: a constant, or a {@code simple}
   * text that evaluates nothing.
   *
   * @param options the node with the expression: a step, or its part {@code expression}
   * @return null when there is none
   */
  public static @Nullable Node literal(Node options) {
    for (String language : LITERAL) {
      Node value = YamlTree.value(options, language);
      Node text = value instanceof MappingNode ? YamlTree.value(value, "expression") : value;
      if (text instanceof ScalarNode scalar) {
        return language.equals("constant") || !scalar.getValue().contains("${") ? text : null;
      }
    }
    Node nested = YamlTree.value(options, "expression");
    return nested instanceof MappingNode ? literal(nested) : null;
  }
}
