package dev.trainyard.validation.risk;

/**
 * Extremes of a window that slides over a series, each value looked at twice: D. Lemire, "Streaming
 * maximum-minimum filter using no more than three comparisons per element", Nordic Journal of
 * Computing 13, 2006.
 */
final class SlidingExtremes {
  private SlidingExtremes() {}

  /**
   * Lowest value of each window.
   *
   * @param window the k-th window is of the values k to k + {@code window}, both included
   * @param count number of windows
   */
  static double[] lowest(double[] values, int window, int count) {
    return of(values, window, count, 1);
  }

  /** Highest value of each window, see {@link #lowest}. */
  static double[] highest(double[] values, int window, int count) {
    return of(values, window, count, -1);
  }

  private static double[] of(double[] values, int window, int count, int sign) {
    double[] extremes = new double[count];
    // Positions whose values a later one may still be compared with, ascending in both
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
