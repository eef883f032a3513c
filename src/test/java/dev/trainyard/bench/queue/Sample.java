package dev.trainyard.bench.queue;

import java.util.Arrays;
import java.util.Locale;

/** Measurements of one thing. */
final class Sample {
  private final double[] sorted;

  private Sample(double[] sorted) {
    this.sorted = sorted;
  }

  static Sample of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Sample(sorted);
  }

  double quantile(double share) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
  }

  double median() {
    return quantile(0.5);
  }

  /** Median and range, for what was measured a few times. */
  String rounds() {
    return String.format(
        Locale.ROOT, "%,8.0f  (%,.0f to %,.0f)", median(), sorted[0], sorted[sorted.length - 1]);
  }

  /** Median, 99th percentile and maximum of milliseconds. */
  String latency() {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
        median(),
        quantile(0.99),
        sorted[sorted.length - 1]);
  }
}
