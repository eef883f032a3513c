package dev.trainyard.report;

/**
 * Reduces a curve to the points that a screen can show: the first, the lowest, the highest and the
 * last of each column of pixels, so no extreme is lost.
 */
final class Curve {
  private final StringBuilder path = new StringBuilder();
  private final Scale y;
  private long column = Long.MIN_VALUE;
  private double low;
  private double high;
  private double last;
  private boolean lowFirst;

  private Curve(Scale y) {
    this.y = y;
  }

  /**
   * Returns the {@code d} of an SVG path.
   *
   * @param time of each point, increasing
   * @param values of each point, finite
   */
  static String path(long[] time, double[] values, Scale x, Scale y) {
    Curve curve = new Curve(y);
    for (int i = 0; i < values.length; i++) {
      curve.add(x.at((double) time[i]), values[i]);
    }
    curve.finishColumn();
    return curve.path.toString();
  }

  private void add(double pixel, double value) {
    long next = Math.round(pixel);
    if (next != column) {
      finishColumn();
      column = next;
      low = value;
      high = value;
      last = value;
      lowFirst = true;
      point(value);
      return;
    }
    if (value < low) {
      low = value;
      lowFirst = false;
    }
    if (value > high) {
      high = value;
      lowFirst = true;
    }
    last = value;
  }

  private void finishColumn() {
    if (column == Long.MIN_VALUE || (low == high)) {
      return;
    }
    point(lowFirst ? low : high);
    point(lowFirst ? high : low);
    point(last);
  }

  private void point(double value) {
    path.append(path.isEmpty() ? 'M' : 'L')
        .append(column)
        .append(' ')
        .append(Format.pixel(y.at(value)));
  }
}
