package dev.trainyard.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Places values along an axis.
 *
 * @param low lowest value
 * @param high highest value, above {@code low}
 * @param from pixel of {@code low}
 * @param to pixel of {@code high}
 * @param logarithmic whether equal factors have equal lengths; both ends are then above 0
 */
record Scale(double low, double high, double from, double to, boolean logarithmic) {

  /** Returns an axis over a range of values, which is widened when it is empty. */
  static Scale linear(double low, double high, double from, double to) {
    if (high > low) {
      return new Scale(low, high, from, to, false);
    }
    double half = low == 0 ? 1 : Math.abs(low) * 0.05;
    return new Scale(low - half, low + half, from, to, false);
  }

  /** Returns an axis of time, between moments in epoch milliseconds. */
  static Scale time(long low, long high, double from, double to) {
    return linear((double) low, (double) high, from, to);
  }

  /** Returns a logarithmic axis where the range allows one, else a linear one. */
  static Scale logarithmic(double low, double high, double from, double to) {
    return low > 0 && high > low
        ? new Scale(low, high, from, to, true)
        : linear(low, high, from, to);
  }

  /** Returns the same axis with free space at both ends, as a share of the range. */
  Scale padded(double share) {
    double pad = (high - low) * share;
    return new Scale(low - pad, high + pad, from, to, logarithmic);
  }

  /** Returns the pixel of a value; a value beyond an end is drawn at that end. */
  double at(double value) {
    double bounded = Math.max(low, Math.min(high, value));
    double share =
        logarithmic
            ? Math.log(bounded / low) / Math.log(high / low)
            : (bounded - low) / (high - low);
    return from + share * (to - from);
  }

  /** Returns the pixel of a moment in epoch milliseconds. */
  double at(long moment) {
    return at((double) moment);
  }

  /** Returns round values within the range, about as many as requested. */
  List<Double> ticks(int about) {
    double step = step((high - low) / about);
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step); k * step <= high; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  /** Returns the number of decimals that distinguishes the ticks. */
  int decimals(int about) {
    return Math.max(0, (int) -Math.floor(Math.log10(step((high - low) / about)) + 1e-9));
  }

  private static double step(double least) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(least)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * magnitude >= least) {
        return factor * magnitude;
      }
    }
    return 10 * magnitude;
  }
}
