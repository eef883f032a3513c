package dev.trainyard.job.view;

/** How trials are ordered. */
public enum TrialOrder {
  /** As they were made. */
  NUMBER("t.number"),

  /**
   * The feasible ones first, each kind by score, the best first. A score that is not a number is
   * the worst.
   */
  SCORE("NOT t.feasible, -coalesce(nullif(t.score, 'NaN'), '-Infinity'), t.number");

  private final String keys;

  TrialOrder(String keys) {
    this.keys = keys;
  }

  /** Expressions by which a statement sorts the trials {@code t}, all ascending. */
  String keys() {
    return keys;
  }
}
