package dev.trainyard.route.model;

/** Why templates are refused: an error, an edit or a figure of what one makes has no place. */
public final class Templates {
  private static final String INSTEAD = "write the routes, with {{settings}} for what differs";

  /** Refuses a template of a route file, and its use. */
  static final String NO_TEMPLATE = "what a template makes stands in no file: " + INSTEAD;

  /** Refuses a kamelet, which is a template that comes with a jar. */
  public static final String NO_KAMELET =
      "kamelets are refused, since what one makes stands in no file: " + INSTEAD;

  private Templates() {}
}
