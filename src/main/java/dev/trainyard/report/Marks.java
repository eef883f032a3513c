package dev.trainyard.report;

/** Draws many small marks as one path. With round ends, a line without length is a dot. */
final class Marks {
  private final StringBuilder path = new StringBuilder();

  Marks dot(double x, double y) {
    path.append('M').append(Format.pixel(x)).append(' ').append(Format.pixel(y)).append("h0");
    return this;
  }

  Marks cross(double x, double y, double half) {
    return stroke(x - half, y - half, x + half, y + half)
        .stroke(x - half, y + half, x + half, y - half);
  }

  Marks stroke(double x1, double y1, double x2, double y2) {
    path.append('M').append(Format.pixel(x1)).append(' ').append(Format.pixel(y1));
    path.append('L').append(Format.pixel(x2)).append(' ').append(Format.pixel(y2));
    return this;
  }

  /** Adds a triangle with its tip at a point and its body above or below it. */
  Marks triangle(double x, double y, double half, double height) {
    path.append('M').append(Format.pixel(x)).append(' ').append(Format.pixel(y));
    path.append('L').append(Format.pixel(x - half)).append(' ').append(Format.pixel(y + height));
    path.append('L').append(Format.pixel(x + half)).append(' ').append(Format.pixel(y + height));
    path.append('Z');
    return this;
  }

  Marks box(double x, double y, double width, double height) {
    path.append('M').append(Format.pixel(x)).append(' ').append(Format.pixel(y));
    path.append('h').append(Format.pixel(width)).append('v').append(Format.pixel(height));
    path.append('h').append(Format.pixel(-width)).append('Z');
    return this;
  }

  String path() {
    return path.toString();
  }
}
