package dev.trainyard.route.model;

import dev.trainyard.text.FileProblem;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A name that a route defines or uses.
 *
 * @param name the name
 * @param file name of the file
 * @param node where it is written
 */
public record LocatedName(String name, String file, Node node) {
  /** Returns a problem at the place of the name. */
  public FileProblem problem(String message) {
    return YamlTree.problem(file, node, message);
  }
}
