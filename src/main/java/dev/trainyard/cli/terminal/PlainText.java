package dev.trainyard.cli.terminal;

/** Text of others, made fit to be shown. */
public final class PlainText {
  private static final String GAP = "..";

  private PlainText() {}

  /**
   * Returns the text without characters that steer a terminal: a message of a job could otherwise
   * change the title of the window or what is on the screen. A tab or line break becomes a space.
   */
  public static String of(String text) {
    if (text.codePoints().noneMatch(PlainText::steers)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> plain.appendCodePoint(Character.isWhitespace(point) ? ' ' : shown(point)));
    return plain.toString();
  }

  private static int shown(int point) {
    return steers(point) ? '?' : point;
  }

  private static boolean steers(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** Number of columns that a text takes. */
  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Shortens a text in its middle, so that its beginning and its end can be read. */
  public static String shorten(String text, int width) {
    int length = width(text);
    if (length <= width) {
      return text;
    }
    if (width <= GAP.length()) {
      return text.substring(0, text.offsetByCodePoints(0, width));
    }
    int kept = width - GAP.length();
    int head = (kept + 1) / 2;
    return text.substring(0, text.offsetByCodePoints(0, head))
        + GAP
        + text.substring(text.offsetByCodePoints(0, length - (kept - head)));
  }
}
