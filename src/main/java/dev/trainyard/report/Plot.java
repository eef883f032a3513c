package dev.trainyard.report;

import java.util.function.DoubleFunction;

/**
 * A drawing with two axes. The scales span its area; the labels of the axes are outside. Text that
 * would be cut off at the left or right edge is moved inwards.
 *
 * @param html receives the drawing
 * @param width width of the whole drawing
 * @param x horizontal axis
 * @param y vertical axis; its {@code from} is the bottom
 */
record Plot(Html html, double width, Scale x, Scale y) {
  /** Width of a drawing that fills the page. */
  static final int PAGE = 1000;

  private static final double GAP = 6;

  /** Largest width of a character: a digit of the widest font, at the 12 pixels of the page. */
  private static final double CHARACTER = 7.7;

  private static final int PIXELS_PER_Y_TICK = 36;
  private static final int PIXELS_PER_TIME_TICK = 140;

  /** Returns the most room that a text needs in any of the fonts. */
  static double width(String text) {
    return text.length() * CHARACTER;
  }

  /**
   * Returns where an area starts that leaves room for the values of its vertical axis on the left.
   */
  static double left(Scale y, DoubleFunction<String> label) {
    return y.ticks(yTicks(y)).stream().mapToDouble(tick -> width(label.apply(tick))).max().orElse(0)
        + GAP;
  }

  /** Opens a drawing; {@link Html#close} ends it. */
  static void open(Html html, double width, double height, String title) {
    html.open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "viewBox",
            "0 0 %s %s".formatted(Format.pixel(width), Format.pixel(height)),
            "role",
            "img")
        .element("title", title);
  }

  /** Draws horizontal lines with their values on the left. */
  Plot yAxis(DoubleFunction<String> label) {
    for (double tick : y.ticks(yTicks(y))) {
      line("grid", x.from(), y.at(tick), x.to(), y.at(tick));
      text("end", x.from() - GAP, y.at(tick) + 4, label.apply(tick));
    }
    return this;
  }

  /** Returns the decimals that the values on the left need. */
  int yDecimals() {
    return decimals(y);
  }

  /** Returns the decimals that the values of a vertical axis need. */
  static int decimals(Scale y) {
    return y.decimals(yTicks(y));
  }

  /** Draws times below the area, with vertical lines. */
  Plot timeAxis() {
    int most = (int) Math.max(2, (x.to() - x.from()) / PIXELS_PER_TIME_TICK);
    for (TimeTicks.Tick tick : TimeTicks.between((long) x.low(), (long) x.high(), most)) {
      double at = x.at(tick.millis());
      line("grid", at, y.from(), at, y.to());
      text("middle", at, y.from() + 16, tick.label());
    }
    return this;
  }

  /** Draws a band of the area from one time to another, named at its top. */
  Plot band(long from, long to, String name) {
    html.empty(
        "rect",
        "class",
        "holdout",
        "x",
        Format.pixel(x.at(from)),
        "y",
        Format.pixel(y.to()),
        "width",
        Format.pixel(x.at(to) - x.at(from)),
        "height",
        Format.pixel(y.from() - y.to()));
    html.element(
        "text",
        name,
        "class",
        "name",
        "x",
        Format.pixel(within("start", x.at(from) + GAP, name)),
        "y",
        Format.pixel(y.to() + 14));
    return this;
  }

  Plot line(String style, double x1, double y1, double x2, double y2) {
    return path(
        style,
        "M%s %sL%s %s"
            .formatted(Format.pixel(x1), Format.pixel(y1), Format.pixel(x2), Format.pixel(y2)));
  }

  Plot path(String style, String path) {
    if (!path.isEmpty()) {
      html.empty("path", "class", style, "d", path);
    }
    return this;
  }

  /**
   * Draws text.
   *
   * @param anchor the end of the text that is at the point: start, middle or end
   */
  Plot text(String anchor, double atX, double atY, String text) {
    html.element(
        "text",
        text,
        "text-anchor",
        anchor,
        "x",
        Format.pixel(within(anchor, atX, text)),
        "y",
        Format.pixel(atY));
    return this;
  }

  /** Returns the position of a text, moved so that it stays in the drawing. */
  private double within(String anchor, double atX, String text) {
    double before =
        switch (anchor) {
          case "start" -> 0;
          case "middle" -> 0.5;
          default -> 1;
        };
    double least = before * width(text);
    double most = width - (1 - before) * width(text);
    return Math.max(least, Math.min(most, atX));
  }

  private static int yTicks(Scale y) {
    return (int) Math.max(2, Math.abs(y.from() - y.to()) / PIXELS_PER_Y_TICK);
  }
}
