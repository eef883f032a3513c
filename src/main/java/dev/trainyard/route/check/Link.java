package dev.trainyard.route.check;

import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A name that a route has, or uses.
 *
 * @param name the name
 * @param file name of the file
 * @param node where it is written
 */
record Link(String name, String file, Node node) {
  RouteProblem problem(String message) {
    return YamlTree.problem(file, node, message);
  }
}
