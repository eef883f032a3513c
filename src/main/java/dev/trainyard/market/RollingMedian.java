package dev.trainyard.market;

import java.util.Arrays;

/** Median of a sliding window, kept sorted: a step moves at most one window of numbers. */
final class RollingMedian {
  private final double[] sorted;
  private int size;

  private RollingMedian(int window) {
    sorted = new double[window];
  }

  /**
   * Median of the last {@code window} values at each position, the mean of the middle two for an
   * even count. NaN values are only allowed at the start and do not count.
   *
   * @param minimum values needed for a median; NaN below
   */
  static double[] of(double[] values, int window, int minimum) {
    RollingMedian median = new RollingMedian(window);
    double[] medians = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (i >= window && !Double.isNaN(values[i - window])) {
        median.remove(values[i - window]);
      }
      if (!Double.isNaN(values[i])) {
        median.add(values[i]);
      }
      medians[i] = median.size < minimum ? Double.NaN : median.value();
    }
    return medians;
  }

  private void add(double value) {
    int found = Arrays.binarySearch(sorted, 0, size, value);
    int at = found < 0 ? ~found : found;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    size++;
  }

  private void remove(double value) {
    int at = Arrays.binarySearch(sorted, 0, size, value);
    size--;
    System.arraycopy(sorted, at + 1, sorted, at, size - at);
  }

  private double value() {
    int middle = size / 2;
    return size % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
