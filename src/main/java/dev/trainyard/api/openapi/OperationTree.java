package dev.trainyard.api.openapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.Element;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.PathContainer.Separator;

/**
 * Finds the operation of a request segment by segment, by the rules of Spring's path patterns: a
 * segment is compared decoded and without its matrix parameters, and a word wins over a variable.
 */
final class OperationTree {
  private final Node root = new Node();

  /** What may follow a segment, and the operations of the path that ends there. */
  private static final class Node {
    private final Map<String, Node> words = new HashMap<>();
    private final Map<String, ApiOperation> operations = new HashMap<>();
    private @Nullable Node variable;
  }

  OperationTree(List<ApiOperation> operations) {
    for (ApiOperation operation : operations) {
      Node node = root;
      for (String segment : operation.path().substring(1).split("/", -1)) {
        node = segment.startsWith("{") ? variable(node) : word(node, segment);
      }
      node.operations.put(operation.method(), operation);
    }
  }

  private static Node variable(Node node) {
    Node variable = node.variable == null ? new Node() : node.variable;
    node.variable = variable;
    return variable;
  }

  private static Node word(Node node, String segment) {
    return node.words.computeIfAbsent(segment, word -> new Node());
  }

  /** The operation of a method and an encoded path; empty when there is none. */
  Optional<ApiOperation> find(String method, String path) {
    try {
      return Optional.ofNullable(find(root, method, PathContainer.parsePath(path).elements(), 0));
    } catch (IllegalArgumentException e) {
      // It holds a percent sign that encodes nothing
      return Optional.empty();
    }
  }

  private static @Nullable ApiOperation find(Node node, String method, List<Element> path, int at) {
    if (at == path.size()) {
      return node.operations.get(method);
    }
    if (path.size() == 1 && path.get(0) instanceof Separator) {
      Node top = node.words.get("");
      return top == null ? null : top.operations.get(method);
    }
    if (at + 1 >= path.size()
        || !(path.get(at) instanceof Separator)
        || !(path.get(at + 1) instanceof PathSegment segment)) {
      return null;
    }
    Node word = node.words.get(segment.valueToMatch());
    ApiOperation found = word == null ? null : find(word, method, path, at + 2);
    return found == null && node.variable != null
        ? find(node.variable, method, path, at + 2)
        : found;
  }
}
