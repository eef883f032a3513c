package dev.trainyard.validation.risk;

/**
 * Finds the extremes of a window that slides over a series, reading each value twice: D. Lemire,
 * "Streaming maximum-minimum filter using no more than three comparisons per element", Nordic
 * Journal of Computing 13, 2006.
 */
final class SlidingExtremes {
  private SlidingExtremes() {}

  /**
   * Returns the lowest value of each window.
   *
   * @param window the k-th window contains the values k to k + {@code window}, both inclusive
   * @param count number of windows
   */
  static double[] lowest(double[] values, int window, int count) {
    return of(values, window, count, 1);
  }

  /** Returns the highest value of each window, see {@link #lowest}. */
  static double[] highest(double[] values, int window, int count) {
    return of(values, window, count, -1);
  }

  private static double[] of(double[] values, int window, int count, int sign) {
    double[] extremes = new double[count];
    // Positions whose values may still be compared with a later one, ascending in both
    int[] candidates = new int[count + window];
    int first = 0;
    int end = 0;
    for (int k = 0; k < count + window; k++) {
      while (end > first && sign * values[candidates[end - 1]] >= sign * values[k]) {
        end--;
      }
      candidates[end++] = k;
      int start = k - window;
      if (start >= 0) {
        if (candidates[first] < start) {
          first++;
        }
        extremes[start] = values[candidates[first]];
      }
    }
    return extremes;
  }
}
