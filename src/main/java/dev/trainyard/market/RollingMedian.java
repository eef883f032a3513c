package dev.trainyard.market;

/** Computes the median of a sliding window. */
final class RollingMedian {
  private RollingMedian() {}

  /**
   * Returns the median of the last {@code window} values at each position, the mean of the middle
   * two for an even count. NaN values are only allowed at the start and do not count.
   *
   * @param minimum number of values needed for a median; NaN below
   */
  static double[] of(double[] values, int window, int minimum) {
    SortedWindow sorted = new SortedWindow(window);
    double[] medians = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (i >= window && !Double.isNaN(values[i - window])) {
        sorted.replace(values[i - window], values[i]);
      } else if (!Double.isNaN(values[i])) {
        sorted.add(values[i]);
      }
      medians[i] = sorted.size() < minimum ? Double.NaN : median(sorted);
    }
    return medians;
  }

  private static double median(SortedWindow sorted) {
    int size = sorted.size();
    int middle = size / 2;
    return size % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
