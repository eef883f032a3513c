package dev.trainyard.route.model;

/**
 * Explains why templates are refused: errors, edits and figures of the routes that they make have
 * no place in a file.
 */
public final class Templates {
  private static final String INSTEAD = "write the routes, with {{settings}} for what differs";

  /** Refuses a template in a route file, and its use. */
  static final String NO_TEMPLATE = "the routes that a template makes are in no file: " + INSTEAD;

  /** Refuses a kamelet, which is a template in a jar. */
  public static final String NO_KAMELET =
      "kamelets are refused, since the routes that they make are in no file: " + INSTEAD;

  private Templates() {}
}
