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
 * @param logarithmic whether equal factors are equally long; both ends are above 0 then
 */
record Scale(double low, double high, double from, double to, boolean logarithmic) {

  /** An axis over a range of values, widened when it is no range at all. */
  static Scale linear(double low, double high, double from, double to) {
    if (high > low) {
      return new Scale(low, high, from, to, false);
    }
    double half = low == 0 ? 1 : Math.abs(low) * 0.05;
    return new Scale(low - half, low + half, from, to, false);
  }

  /** An axis of time, between moments in epoch milliseconds. */
  static Scale time(long low, long high, double from, double to) {
    return linear((double) low, (double) high, from, to);
  }

  /** A logarithmic axis where the range allows one, else a linear one. */
  static Scale logarithmic(double low, double high, double from, double to) {
    return low > 0 && high > low
        ? new Scale(low, high, from, to, true)
        : linear(low, high, from, to);
  }

  /** The same axis with free space at both ends, as a share of the range. */
  Scale padded(double share) {
    double pad = (high - low) * share;
    return new Scale(low - pad, high + pad, from, to, logarithmic);
  }

  /** The pixel of a value; one beyond an end is at that end. */
  double at(double value) {
    double bounded = Math.max(low, Math.min(high, value));
    double share =
        logarithmic
            ? Math.log(bounded / low) / Math.log(high / low)
            : (bounded - low) / (high - low);
    return from + share * (to - from);
  }

  /** The pixel of a moment in epoch milliseconds. */
  double at(long moment) {
    return at((double) moment);
  }

  /** Round values within the range, about as many as asked for. */
  List<Double> ticks(int about) {
    double step = step((high - low) / about);
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step); k * step <= high; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  /** Decimals that tell the ticks apart. */
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
