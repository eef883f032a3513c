package dev.trainyard.route.model;

import dev.trainyard.files.RootCause;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.YamlLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The entries of a route file as YAML nodes, with their places. */
public final class YamlTree {
  private YamlTree() {}

  /**
   * Returns the entries of a file.
   *
   * @param location name of the text in error messages
   * @return no node when the file is empty
   * @throws MarkedYamlEngineException when it is not YAML, or nested deeper or expanded by aliases
   *     to more than any route
   */
  public static List<Node> entries(String location, String text) {
    Optional<Node> root = YamlLimits.compose(location, text);
    if (root.isEmpty()) {
      return List.of();
    }
    if (root.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw new NotAList(root.get());
  }

  /**
   * Visits every mapping and text of a file; does nothing when it is not a list of entries.
   *
   * @param visitor receives each node with the key whose value it is, or in whose list it is
   */
  public static void visit(
      ParsedFiles parsed, String file, String text, BiConsumer<String, Node> visitor) {
    List<Node> entries;
    try {
      entries = parsed.entries(file, text);
    } catch (YamlEngineException reported) {
      return;
    }
    entries.forEach(entry -> visit("", entry, visitor));
  }

  private static void visit(String key, Node node, BiConsumer<String, Node> visitor) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> visit(key, item, visitor));
      return;
    }
    visitor.accept(key, node);
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        visit(String.valueOf(text(tuple.getKeyNode())), tuple.getValueNode(), visitor);
      }
    }
  }

  /** Returns the content of a node, without places. */
  static Object content(Node node) {
    if (node instanceof MappingNode mapping) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        map.put(content(tuple.getKeyNode()), content(tuple.getValueNode()));
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      sequence.getValue().forEach(item -> list.add(content(item)));
      return list;
    }
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Returns the value of a key; null without. */
  public static @Nullable Node value(@Nullable Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (key.equals(text(tuple.getKeyNode()))) {
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }

  /** Returns the text of a scalar; null for anything else. */
  public static @Nullable String text(@Nullable Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  /** Returns the text of a key's value; null without. */
  public static @Nullable String text(@Nullable Node node, String key) {
    return text(value(node, key));
  }

  /** Returns a problem at a node. */
  public static FileProblem problem(String file, Node node, String message) {
    return problem(file, node.getStartMark(), message);
  }

  /** Returns a problem at a mark; at the beginning of the file without one. */
  public static FileProblem problem(String file, Optional<Mark> mark, String message) {
    return new FileProblem(
        file,
        mark.map(m -> m.getLine() + 1).orElse(0),
        mark.map(m -> m.getColumn() + 1).orElse(0),
        message);
  }

  /** Refuses a route file that is a single value. */
  private static final class NotAList extends MarkedYamlEngineException {
    NotAList(Node node) {
      super(
          null,
          Optional.empty(),
          "a route file is a list: each entry begins with '- '",
          node.getStartMark());
    }
  }

  /**
   * Describes what the parser found in Trainyard's own words.
   *
   * @param text the content of the file
   */
  public static FileProblem problem(String file, String text, YamlEngineException e) {
    return e instanceof MarkedYamlEngineException marked
        ? new YamlWords(file, text).of(marked)
        : new YamlWords(file, text).withoutMark(e);
  }

  /** Repeats the parser's words without its excerpt of the file. */
  public static FileProblem problem(String file, YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked) {
      String problem = marked.getProblem() == null ? RootCause.firstLine(e) : marked.getProblem();
      return problem(file, marked.getProblemMark(), problem);
    }
    return FileProblem.ofFile(file, RootCause.firstLine(e));
  }
}
