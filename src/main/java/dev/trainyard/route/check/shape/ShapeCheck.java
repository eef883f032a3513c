package dev.trainyard.route.check.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.RouteSchema;
import dev.trainyard.route.check.vocabulary.RouteSchema.Shape;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.NearestNames;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reports where an entry differs from Camel's schema of route files: unknown keys, a text in place
 * of keys, and the like.
 *
 * <p>Camel accepts some of what its schema does not allow, so nothing is refused for this alone.
 * For an entry that Camel refuses, the report is fuller and more precise than Camel's error.
 */
public final class ShapeCheck {
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?");

  /** The parent of each part that is often written as a step. */
  private static final Map<String, String> WHOLE =
      Map.of(
          "when", "choice",
          "otherwise", "choice",
          "onFallback", "circuitBreaker",
          "onException", "routeConfiguration",
          "onCompletion", "routeConfiguration",
          "intercept", "routeConfiguration");

  private final RouteSchema schema;
  private final String file;
  private final Collection<FileProblem> problems;

  /**
   * @param file name of the file
   * @param problems receives the errors
   */
  public ShapeCheck(RouteSchema schema, String file, Collection<FileProblem> problems) {
    this.schema = schema;
    this.file = file;
    this.problems = problems;
  }

  /** Checks an entry, which is a mapping with one key. */
  public void check(FileEntry.Kind kind, Node entry) {
    if (entry instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      NodeTuple tuple = mapping.getValue().get(0);
      value(kind.key(), tuple.getKeyNode(), tuple.getValueNode(), schema.entry(kind));
    }
  }

  /**
   * @param key the key whose value it is
   * @param keyNode where the key is written
   */
  private void value(String key, Node keyNode, Node node, Shape shape) {
    if (node instanceof MappingNode mapping) {
      keys(key, keyNode, mapping, shape);
    } else if (node instanceof SequenceNode sequence) {
      list(key, sequence, shape);
    } else if (node instanceof ScalarNode scalar) {
      text(key, keyNode, scalar, shape);
    }
  }

  private void keys(String key, Node keyNode, MappingNode mapping, Shape shape) {
    if (shape.map() || shape.closed()) {
      if (shape.closed()) {
        complete(key, keyNode, mapping, shape);
      }
      for (NodeTuple tuple : mapping.getValue()) {
        String name = YamlTree.text(tuple.getKeyNode());
        if (name != null && shape.keys().containsKey(name)) {
          value(
              name, tuple.getKeyNode(), tuple.getValueNode(), schema.shape(shape.keys().get(name)));
        } else if (shape.closed()) {
          unknown(key, mapping, tuple.getKeyNode(), shape);
        }
      }
    } else if (shape.isList()) {
      report(mapping, "'%s' takes a list: begin each item with '- '".formatted(key));
    } else if (shape.text()) {
      report(mapping, "'%s' takes %s, not keys of its own".formatted(key, typeName(shape)));
    }
  }

  /** Checks that required keys are present, and that exclusive ones occur once at most. */
  private void complete(String key, Node keyNode, MappingNode mapping, Shape shape) {
    List<String> names =
        mapping.getValue().stream()
            .map(tuple -> String.valueOf(YamlTree.text(tuple.getKeyNode())))
            .toList();
    List<String> unknown = names.stream().filter(name -> !shape.keys().containsKey(name)).toList();
    for (String name : shape.required()) {
      if (unknown.isEmpty() && !names.contains(name) && !isChosen(name, names, shape)) {
        report(
            keyNode,
            "'%s' needs '%s'; for example %s".formatted(key, name, ShapeExamples.of(key, shape)));
      }
    }
    List<NodeTuple> chosen =
        mapping.getValue().stream()
            .filter(tuple -> shape.choices().contains(YamlTree.text(tuple.getKeyNode())))
            .toList();
    if (chosen.size() > 1) {
      report(
          chosen.get(1).getKeyNode(),
          "'%s' has '%s' already, and can have one of them only: remove '%s' or '%s'"
              .formatted(
                  key,
                  YamlTree.text(chosen.get(0).getKeyNode()),
                  YamlTree.text(chosen.get(0).getKeyNode()),
                  YamlTree.text(chosen.get(1).getKeyNode())));
    } else if (chosen.isEmpty() && unknown.isEmpty() && needsChoice(key, shape)) {
      report(keyNode, "'%s' %s".formatted(key, needed(key, shape)));
    }
  }

  /**
   * Returns whether a key is an option of a choice; an expression may be written without its name.
   */
  private static boolean isChosen(String name, List<String> names, Shape shape) {
    return "expression".equals(name) && names.stream().anyMatch(shape.choices()::contains);
  }

  private static boolean needsChoice(String key, Shape shape) {
    return !shape.choices().isEmpty() && !"sort".equals(key);
  }

  private String needed(String key, Shape shape) {
    return shape.isExpression()
        ? "needs an expression; for example " + ShapeExamples.of(key, shape)
        : "needs one of %s; for example %s"
            .formatted(String.join(", ", shape.choices()), ShapeExamples.of(key, shape));
  }

  private void unknown(String key, MappingNode mapping, Node keyNode, Shape shape) {
    String name = String.valueOf(YamlTree.text(keyNode));
    Collection<String> allowed = shape.keys().keySet();
    String nearest = NearestNames.suggestion(name, allowed);
    String inside = nearest.isEmpty() ? inside(name, mapping, shape) : "";
    report(
        keyNode,
        "'%s' is not allowed in '%s'%s%s%s"
            .formatted(
                name,
                key,
                nearest,
                inside,
                allowed.isEmpty() ? "" : "; allowed: " + String.join(", ", allowed)));
  }

  /** Suggests the neighbours or parts that accept the key, when they are few. */
  private String inside(String name, MappingNode mapping, Shape shape) {
    List<String> present =
        mapping.getValue().stream().map(tuple -> YamlTree.text(tuple.getKeyNode())).toList();
    List<String> parts =
        shape.keys().entrySet().stream()
            .filter(part -> !shape.choices().contains(part.getKey()))
            .filter(part -> hasKey(part.getValue(), name))
            .map(Map.Entry::getKey)
            .toList();
    List<String> neighbours = parts.stream().filter(present::contains).toList();
    List<String> candidates = neighbours.isEmpty() ? parts : neighbours;
    return candidates.isEmpty() || candidates.size() > 3
        ? ""
        : "; it belongs in '%s'".formatted(String.join("' or '", candidates));
  }

  private boolean hasKey(JsonNode part, String name) {
    Shape inner = schema.shape(part);
    Shape item = inner.isList() ? schema.shape(inner.item()) : inner;
    return !item.single() && item.keys().containsKey(name);
  }

  private void list(String key, SequenceNode sequence, Shape shape) {
    if (shape.isList()) {
      Shape item = schema.shape(shape.item());
      for (Node node : sequence.getValue()) {
        if (item.single() || isWrapper(item)) {
          step(key, node, item);
        } else {
          value(key, node, node, item);
        }
      }
    } else if (shape.text() && !shape.map()) {
      report(sequence, "'%s' takes %s, not a list".formatted(key, typeName(shape)));
    } else {
      report(sequence, "'%s' takes keys, not a list%s".formatted(key, instead(sequence, shape)));
    }
  }

  /**
   * Returns whether the item wraps each clause in a mapping with one fixed key, as route
   * configurations do.
   */
  private static boolean isWrapper(Shape item) {
    return item.closed() && item.keys().size() == 1;
  }

  private String instead(SequenceNode sequence, Shape shape) {
    List<String> first =
        sequence.getValue().stream()
            .filter(MappingNode.class::isInstance)
            .map(item -> ((MappingNode) item).getValue())
            .filter(tuples -> !tuples.isEmpty())
            .map(tuples -> YamlTree.text(tuples.get(0).getKeyNode()))
            .toList();
    if (!first.isEmpty() && shape.keys().keySet().containsAll(first)) {
      return ": remove the '- ' before '%s'".formatted(String.join("', '", first));
    }
    return shape.keys().containsKey("steps") && schema.step().keys().keySet().containsAll(first)
        ? ": put the list below 'steps:'"
        : allowed(shape);
  }

  private static String allowed(Shape shape) {
    return shape.keys().isEmpty() ? "" : "; allowed: " + String.join(", ", shape.keys().keySet());
  }

  /** Checks one of the steps, or of the items written like steps. */
  private void step(String list, Node node, Shape shape) {
    if (!(node instanceof MappingNode mapping)) {
      String word = YamlTree.text(node);
      report(
          node,
          word != null && shape.keys().containsKey(word)
              ? "'%s' needs a colon and what it does; for example %s"
                  .formatted(word, ShapeExamples.of(word, schema.shape(shape.keys().get(word))))
              : "%s is not a step; write a step as a key, for example log: {message: TEXT}"
                  .formatted(word == null ? "a list" : "'" + word + "'"));
      return;
    }
    if (mapping.getValue().size() != 1) {
      report(mapping, severalKeys(list, mapping, shape));
      return;
    }
    NodeTuple tuple = mapping.getValue().get(0);
    String name = String.valueOf(YamlTree.text(tuple.getKeyNode()));
    if (shape.keys().containsKey(name)) {
      value(name, tuple.getKeyNode(), tuple.getValueNode(), schema.shape(shape.keys().get(name)));
    } else if (!shape.single()) {
      report(
          tuple.getKeyNode(),
          "'%s' is not allowed in '%s'; write '- %s:' and what it does below it"
              .formatted(name, list, shape.keys().keySet().iterator().next()));
    } else if (WHOLE.containsKey(name)) {
      report(
          tuple.getKeyNode(),
          "'%s' is not a step; it belongs in a '%s'".formatted(name, WHOLE.get(name)));
    } else {
      report(
          tuple.getKeyNode(),
          "no step '%s'%s%s"
              .formatted(
                  name, NearestNames.suggestion(name, shape.keys().keySet()), allowed(shape)));
    }
  }

  private static String severalKeys(String list, MappingNode mapping, Shape shape) {
    List<String> names =
        mapping.getValue().stream()
            .map(tuple -> String.valueOf(YamlTree.text(tuple.getKeyNode())))
            .toList();
    if (names.isEmpty()) {
      return "an item of '%s' has one key, this one has none".formatted(list);
    }
    String all = String.join(", ", names);
    if (shape.keys().keySet().containsAll(names)) {
      return "an item of '%s' has one key, this one has %s: begin each with '- '"
          .formatted(list, all);
    }
    return shape.keys().containsKey(names.get(0))
        ? "an item of '%s' has one key, this one has %s: indent what belongs to '%s' further"
            .formatted(list, all, names.get(0))
        : "an item of '%s' has one key, this one has %s; allowed: %s"
            .formatted(list, all, String.join(", ", shape.keys().keySet()));
  }

  private void text(String key, Node keyNode, ScalarNode node, Shape shape) {
    String text = node.getValue();
    if (text.isEmpty()) {
      empty(key, keyNode, shape);
    } else if (shape.text()) {
      scalar(node, shape);
    } else if (shape.isList()) {
      report(
          node,
          "'%s' takes a list, not the text %s; write %s"
              .formatted(
                  key, quoted(text), ShapeExamples.ofList(key, text, schema.shape(shape.item()))));
    } else if (shape.map() || shape.closed()) {
      String example = ShapeExamples.of(key, shape, text);
      report(
          node,
          "'%s' takes keys, not the text %s%s"
              .formatted(
                  key, quoted(text), example.isEmpty() ? allowed(shape) : "; write " + example));
    }
  }

  private void empty(String key, Node keyNode, Shape shape) {
    if (shape.isList()) {
      report(keyNode, "'%s' is empty; it takes a list".formatted(key));
    } else if (!shape.required().isEmpty()) {
      report(
          keyNode,
          "'%s' needs '%s'; for example %s"
              .formatted(key, String.join("', '", shape.required()), ShapeExamples.of(key, shape)));
    } else if (!shape.text() && needsChoice(key, shape)) {
      report(keyNode, "'%s' %s".formatted(key, needed(key, shape)));
    }
  }

  private void scalar(ScalarNode node, Shape shape) {
    String text = node.getValue();
    // The values of placeholders are known later
    if (text.contains("{{") || text.startsWith("#") || text.contains("${")) {
      return;
    }
    if (shape.type().equals("boolean") && !ShapeExamples.isBoolean(text)) {
      report(node, AllowedNames.noBoolean(text));
    } else if (isNumeric(shape) && !NUMBER.matcher(text).matches()) {
      report(node, "'%s' is not a number".formatted(text));
    } else if (!shape.values().isEmpty()
        && shape.values().stream().noneMatch(text::equalsIgnoreCase)) {
      report(
          node,
          "'%s' is none of: %s%s"
              .formatted(
                  text,
                  String.join(", ", shape.values()),
                  NearestNames.suggestion(text, shape.values())));
    }
  }

  private static boolean isNumeric(Shape shape) {
    return shape.type().equals("number") || shape.type().equals("integer");
  }

  private static String typeName(Shape shape) {
    if (shape.type().equals("boolean")) {
      return "true or false";
    }
    return isNumeric(shape) ? "a number" : "a text";
  }

  private static String quoted(String text) {
    String line = text.lines().findFirst().orElse("");
    return "'%s'".formatted(line.length() > 60 ? line.substring(0, 60) + "..." : line);
  }

  private void report(Node node, String message) {
    problems.add(YamlTree.problem(file, node, message));
  }
}
