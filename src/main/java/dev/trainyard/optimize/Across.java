package dev.trainyard.optimize;

import java.util.Arrays;
import java.util.Optional;

/** How the results of the same parameters on several series become one. */
public enum Across {
  /** What most series reach: the median score, and constraints that more than half meet. */
  MEDIAN("median"),
  /** What every series reaches: the lowest score, and constraints that all meet. */
  WORST("worst");

  private final String label;

  Across(String label) {
    this.label = label;
  }

  /** Returns the name in requests and files. */
  public String label() {
    return label;
  }

  /** Returns the value that a label names, or empty when it names none. */
  public static Optional<Across> of(String label) {
    return Arrays.stream(values()).filter(across -> across.label.equals(label)).findFirst();
  }

  /**
   * Returns the score of the scores of all series: the lowest, or the median, which of an even
   * number is the mean of the middle two.
   *
   * @param scores one or more
   */
  public double score(double... scores) {
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    int n = ascending.length;
    return switch (this) {
      case WORST -> ascending[0];
      case MEDIAN -> ascending[(n - 1) / 2] / 2 + ascending[n / 2] / 2;
    };
  }

  /** Returns how many of a number of series must meet a condition: all, or more than half. */
  public int needed(int series) {
    return switch (this) {
      case WORST -> series;
      case MEDIAN -> series / 2 + 1;
    };
  }

  /**
   * Returns by how much the constraints are violated on all series together: the sum over as many
   * series as must meet them, the nearest to it first; 0 when that many do.
   *
   * @param violations one of each series, 0 or more
   */
  public double violation(double... violations) {
    double[] ascending = violations.clone();
    Arrays.sort(ascending);
    double sum = 0;
    for (int k = 0; k < needed(ascending.length); k++) {
      sum += ascending[k];
    }
    return sum;
  }
}
