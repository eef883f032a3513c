package dev.trainyard.route.model;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Refuses a file whose aliases make more of it than is written: whoever reads the nodes goes into
 * what an alias names each time that it is named.
 */
final class AliasLimit {
  private static final int MOST_VALUES = 100_000;

  private final int deepest;
  private final IdentityHashMap<Node, Extent> known = new IdentityHashMap<>();

  /**
   * @param deepest how many nodes may be in each other
   */
  AliasLimit(int deepest) {
    this.deepest = deepest;
  }

  /**
   * What a node is with all that is in it.
   *
   * @param values number of nodes, those of an alias each time
   * @param height how many are in each other
   */
  private record Extent(long values, int height) {}

  /**
   * Looks at a file.
   *
   * @throws MarkedYamlEngineException when it is too much
   */
  void check(Node root) {
    extent(root, root, 1);
  }

  private Extent extent(Node node, Node parent, int level) {
    if (level > deepest) {
      throw tooDeep(parent);
    }
    Extent before = known.get(node);
    if (before != null) {
      if (level + before.height() - 1 > deepest) {
        throw tooDeep(parent);
      }
      return before;
    }
    long values = 1;
    int height = 0;
    for (Node child : children(node)) {
      Extent extent = extent(child, node, level + 1);
      values += extent.values();
      height = Math.max(height, extent.height());
    }
    Extent extent = new Extent(values, height + 1);
    known.put(node, extent);
    // A large file without aliases has no more values than nodes
    if (values > MOST_VALUES && values > known.size()) {
      throw new Refused(
          node, "is more than %d values, as its aliases are counted".formatted(MOST_VALUES));
    }
    return extent;
  }

  private static List<Node> children(Node node) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()))
            .toList()
        : List.of();
  }

  private Refused tooDeep(Node node) {
    return new Refused(
        node,
        "is nested deeper than %d levels, or an anchor contains itself".formatted(deepest - 1));
  }

  private static final class Refused extends MarkedYamlEngineException {
    Refused(Node node, String message) {
      super(null, Optional.empty(), message, node.getStartMark());
    }
  }
}
