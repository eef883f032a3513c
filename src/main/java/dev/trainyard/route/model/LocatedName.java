package dev.trainyard.route.model;

import dev.trainyard.text.FileProblem;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A name that a route has, or uses.
 *
 * @param name the name
 * @param file name of the file
 * @param node where it is written
 */
public record LocatedName(String name, String file, Node node) {
  /** A problem at the place where the name is written. */
  public FileProblem problem(String message) {
    return YamlTree.problem(file, node, message);
  }
}
