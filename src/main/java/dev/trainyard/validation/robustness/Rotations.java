package dev.trainyard.validation.robustness;

import java.util.List;

/** Rotations of a circular series, some of which leave a series unchanged. */
public final class Rotations {
  private Rotations() {}

  /**
   * Counts the different rotations of a series, including itself: its shortest period around the
   * circle.
   *
   * @return 1 when all values are the same, at most the length; 0 for an empty series
   */
  public static int distinct(double[] series) {
    int n = series.length;
    // the failure function of Knuth, Morris and Pratt: the longest border gives the period
    int[] border = new int[n + 1];
    int length = 0;
    for (int k = 1; k < n; k++) {
      while (length > 0 && series[k] != series[length]) {
        length = border[length];
      }
      if (series[k] == series[length]) {
        length++;
      }
      border[k + 1] = length;
    }
    int period = n - border[n];
    return n > 0 && n % period == 0 ? period : n;
  }

  /**
   * Counts the different rotations of several series of the same length that rotate together: the
   * least common multiple of their own.
   */
  static int distinct(List<double[]> series) {
    int all = 1;
    for (double[] one : series) {
      int own = distinct(one);
      if (own == 0) {
        return 0;
      }
      // each divides the length, and so does the multiple
      all = all / greatestCommonDivisor(all, own) * own;
    }
    return all;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
