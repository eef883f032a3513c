package dev.trainyard.monitor;

import java.time.Duration;
import java.util.Arrays;

/**
 * Upper bounds of histograms. They are fixed, so that histograms of all processes and versions add
 * up, and finer in the range of usual jobs.
 */
final class Buckets {
  private static final double[] SECONDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400
  };

  private Buckets() {}

  /** Returns bounds from a hundredth of a second to four hours. */
  static Duration[] ofJobs() {
    return Arrays.stream(SECONDS)
        .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
        .toArray(Duration[]::new);
  }
}
